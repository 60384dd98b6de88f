module release-lab/parentwatch

go 1.24.0
