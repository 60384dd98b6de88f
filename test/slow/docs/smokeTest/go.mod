module release-lab/smoke-test

go 1.24
