module release-lab/load

go 1.24
