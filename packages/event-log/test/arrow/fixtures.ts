/**
 * Arrow files as other implementations write them, gzipped, in base64. Made with pyarrow 26 and Polars 2.1:
 *
 * - `pyarrowStream`: an IPC stream of two batches with an int64 case id, int8 dictionary, timestamp[us, Europe/Berlin], large_utf8,
 *   decimal128(10, 2), bool, int32, int64 beyond 2^53, date32, timestamp[ns], list<utf8> and nulls.
 * - `pyarrowFeather`: the same table by `pyarrow.feather.write_feather`, which compresses with LZ4.
 * - `polarsFile`: `DataFrame.write_ipc(compression="lz4")` of three rows with string views, one of them longer than twelve bytes, and a
 *   categorical, whose dictionary stands behind the rows.
 */
export const FIXTURES = {
  pyarrowStream:
    "H4sIAAAAAAACA7VWMUwUQRT9s7t3t+KRnMnFbIHJFRQkmEhhYYwFoiYUSEigoIPjuMDG4+5yt5DDWFBSWNBJp4WJlJQUFEYb7Kws" +
    "LAyxoqC40mBk/X9n5pj9uXW9GIfMzvz577/5/8/MP8IwDAs2QAGoDUEespABF2fYhAMODp1fYUhjHvuhBTCD/UwAHGF/gX0Bewl7" +
    "F/XH2F9iv4udbPbQFokyxD+i1qhdw14pt6v3235Qxfl7xB1LbL5oYJEWimoelNfaZHuOuDOD1zN4aUTGDZoXLzG2ywg3xHEZ7OVg" +
    "qU6EX0LC2PBAYl3uK6YHVjfJyyxmJot/stUk3ioYPmr8ir8Gi5EexCR+9g0s96NSrdXIj12FL+HnROKznBtTD41nmGvUn0tMjjAl" +
    "loNKox3Q3MVTc/DrRqcr7UejeEWRx0mYVrXd2GxVKFhYQNxceJW/UXZ+gb9RbQfljabaJ6v2oV0IN4z9yWar0azemaq2an4d6J55" +
    "UQ5ziC9gZPLeiQzFOMn2IK5yJfC3/GBbym6kdRXmKJT5krK8q8Sp+UlS/BbPUU7dvyV/NfLdxRXpuzwvpA4PVO4huvtF9TLyETNY" +
    "TqQb6/k61PNNvyVP5Z40M2rdhqtmznkrsPGGoRMJto6Ki7CPGuXgqd953NoufXzbfb2/ozAU1w/LjOtmPC7bie6nKzRrPI5zIX2y" +
    "jH1vDRAHX9c8HtN7DDdmxE5tguGmWU7nGH5RjSU1dth+HYbfYfKucSep7TH7PebvG2Z/wOwPmf6I2Z8w/efeecl2yvY/ZfxnzL7L" +
    "8F3Gp4HmuQ4zGQaQRYoM/6hPkkWKfzmWJ6EMLpa/2ZlxrOxO6yuNnMdm48N6Pbbfdwf+2Lh/y33XSz15fzauv4B3I6+uex70iVP0" +
    "kTtM1nmYnR+sDjRT6oD9l3XAY6Ng79Ee8J0DkzXPuhr1b3ST8XUY7wHTJ71LYHI+5Z16Ke+Qvzut13VX25eYfkzE68Q9dlG1rPmn" +
    "2bueY3yLjG89oQ7YCe9BMNlK+G37X3iRIFspfLwOuMb/YyZDL70ftj6549nE+83rg0ZONVaiUqHXf4bxdlv8uW5YbJxQbxfYPpCS" +
    "H9PG1Gs/kuIxea0+9WT7eX8/NGZ+Ib7/bxibc4RwDAAA",
  pyarrowFeather:
    "H4sIAAAAAAACA+1YPWwcRRR+s7t3tzEH2sSnaAEjTsER5kfCSBQRQoodQHJBgpVYIl18OZ/iE7bPultH5yjFKg0uKK7DHSmQcJnS" +
    "RQoLGuioUERBQeUihUsEIsd7u2/uZt7t/USRaMieZmffzPfevPdm5pvbXbx69fMv3gfo4hW4AAHQNQVFyEMOfHzCS3ngYdX+p9ul" +
    "uojlgQPwGZZjBXCI5S6WFSxlLCfY/xDL11g+wEI6HdRFQzmyP8NtdJ3CUq20ah+26lENn48Q9zDFFksGFs1CiZ+jyq0W6T5G3LFh" +
    "NzTsUo0WN+m59ARje5LgpiQuh6US3dgig792CePCRynWl75iemBth7zMY2by+EuvjRTvBIaPGn+zfguuJ/2gFvC2b2ClH9Xaxgb5" +
    "scf4Mt5+SvF5aRtTD40vMdfY/zjFFAhTFjmoNloRPfs4ax7e/WR2U/3ZJF5VknESpllrNXaaVQoWVhC33O3nb1bMX1TfrLWiyuY2" +
    "j5PncWgUwr2I5dOdZmO79t6lWnOjvgW0zsIkhwXEBxhZuu5UjmJcEGOQrUo1qt+uR7up7Ce9PmMOu2m+Ujldq2RT2yeJ7TsyRwVe" +
    "fzfqa4nvPrakvqfzRfvikHMPydoPeWcUE8vgeMk8LkP/Mv0LEp0ZrL2eznXOd4nXCPTmK/XdbJPXm1zPiRp4j0jdQNs+dzlcXbiH" +
    "YqyXBoV+WuNO2zgU448blehyvf1Jc7f843cn3+4nipQP3x2RD9dLYjty+j7I+P9U/fidjPhfGxH/+Yy4TfllrpdE/5LI3zbXIdd7" +
    "wv4Drl/h+heBP+Z6VudZibwrGz8n5AWWX2d5VehrWfuzJ/TvC/0j0f9I2fHqROv+kOU3tD+OPb6We/4J/bbAt4W9+449H8A8INQm" +
    "ltUYGZ6xf5isxvgn9tdL+HiugFqxn63HOBRjpUbv079Wf3dz7+Ah4zV/S2rTH8YpsmPOi+HHNILPur5FTT1+YByK8eLWls0hWfbL" +
    "djtN5cU/PITnLPND9Ye1+3Y7ivHquPwqym9qsDxu3Az7+1cm8DdrPuD7mW9eCMOJ4i3a7UXmXSWXVIZ/1rLLsN8eY98Zs+6uXDP6" +
    "J+XzC+5kfO4+JZ+/zfW84Nclwb/roj8WvH8g7B6Ifs3f2pcTYc/nRL/F8gXBp8tCXhfEoGXNfx2BP1DCH9F/LPQDwbdzjn0eLIv+" +
    "dcc+jzqCqDqCnw8FPz8S9k6EvdDN5nP5f8MV69YV6/C/wqshsjPGnuDRac3nZ/wCdMAfWL8Z+zM3hGetwSfkcfpb9hX8cPtnHw8A" +
    "ZVB5eRBHfP8q8n2cN/zL2zgU40uNm33Kz/DDNfcjt5+hrfp3V8HFd9Ug6WfbcUa1Z/DXPNPROLv5IXmi+KcdnwN4en4eGHtUfrLO" +
    "W0zPWWuSRugHg+cp+Z8kx1yjz8Dzu3cmyOMwP+QAGfavrYhzBHrvO6XkHZDe7Ip8Eqzxe53Htub5BSzgyeq9L0zZ7ea5Qz6VNV7z" +
    "oPkf9Pn3ieffJ/5n3ye2cRIXk294/wI5PkUeyhMAAA==",
  polarsFile:
    "H4sIAAAAAAACA+1VzWsTURCfTbZtWheNNYdtFFzFW1tIq9DWgjaEokJLS4nYU9s1SclCaiTZqgXRHHr0UEEEDx70oB5KLwp6zB/g" +
    "X6ClF6V48CBaVPwg/ubte7q7NTl6cmD2NzNvPt6bvHlJz8xMXRgg0onoY6PRSBDLGr5dtIdi+OpUhF0nz+cYlnaA61Lfxtod4C1w" +
    "EbwANsGa2U1JeJjUgywGxSkhsnLMDmIsoAHmNR3fGOTUaGp0+fjgKET4E81PT8xn0tnxM1Mz5zLpiUGS9BXxXmxMZPws8xG1w6JT" +
    "FnoHtCU7V3QuFeg69JTMyRFal5eH98G2iLB3idgo5PPZDHUCXWepUHXtpcuQ6/A1/TlMLwfbWbdzrnPFcVfY9h62PqD1uxcc143s" +
    "cdovog0R+0P0VSfea86uFuadPMHUmNa8PnGeuubV8X6XKCIPiFzctS2sR2VPNsFj4BOypkd76RD8vO6b4pyKNJ+s9tFJzWlE4ljI" +
    "rvRTEmsh/7pEK1R4SMVrwfWa1Ht9NbgX0VDdZrrWRE+pXEcnzezYRhLiwzZ8SmW3fwBe++LUVlM3bFu/O8F4eu7svb/HH4a4yjUm" +
    "nWuIXuV8mbLtxqnDomnh+eb5+jvGB8nNm0TJXfVr7G8VSoWcWynnC9ZVxy1a1dJypbLy7D69ZWeFvnPIeKi179ajkZ+idxJbkRmM" +
    "N/mXWtiKtvW2k6ZXXjEq+nD76Sc/NqsfPbm4cYRtCluREYw35E1RaYf6x7/4cRfxXLygP3Oh7p03F5HAXITfB54Tdffz4GFwX4s5" +
    "0UK11XxEWpxvODRbYV8reP4eiIvsZ7N3nOoXfb6Pv82tMb6u3jjoPz/5zj8rayakzcDZ4+IlNUT9NXmIWYl1Lbi/J3pwPlU//7/1" +
    "/+6tf4kmpcX/7y8ttd69hgcAAA==",
} as const;
