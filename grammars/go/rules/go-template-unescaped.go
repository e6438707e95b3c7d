package main

import "html/template"

func a(text string) {
	// ruleid: go-template-unescaped
	_ = template.HTML(text)
	// ruleid: go-template-unescaped
	_ = template.HTML("<b>" + text + "</b>")
	// ruleid: go-template-unescaped
	_ = template.JS(text)
}

func b(text string) {
	// ok: go-template-unescaped
	_ = template.HTML("<hr>")
	// ok: go-template-unescaped
	_ = template.HTMLEscapeString(text)
	// ok: go-template-unescaped
	_ = template.New(text)
}
