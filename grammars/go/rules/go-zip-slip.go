package main

func unzip(r *zip.ReadCloser, out string) {
	for _, f := range r.File {
		path := filepath.Join(out, f.Name)
		// ruleid: go-zip-slip
		file, _ := os.Create(path)
		file.Close()
	}
}

func untar(r *tar.Reader, out string) {
	header, _ := r.Next()
	// ruleid: go-zip-slip
	os.WriteFile(out+"/"+header.Name, nil, 0600)
	// ruleid: go-zip-slip
	os.MkdirAll(out+"/"+header.Name, 0700)
}

func checked(r *zip.ReadCloser, out string) {
	for _, f := range r.File {
		path := filepath.Join(out, f.Name)
		if !strings.HasPrefix(path, out+"/") {
			continue
		}
		// ok: go-zip-slip
		file, _ := os.Create(path)
		file.Close()
	}
}

func flat(r *tar.Reader, out string) {
	header, _ := r.Next()
	// ok: go-zip-slip
	os.WriteFile(filepath.Join(out, filepath.Base(header.Name)), nil, 0600)
	// ok: go-zip-slip
	os.WriteFile(out+"/list.txt", nil, 0600)
}
