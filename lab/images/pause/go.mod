module release-lab/pause

go 1.24
