module release-lab/web

go 1.24
