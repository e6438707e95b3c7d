#include <string>

void show(const std::string &name, std::ostringstream &out) {
    // ruleid: cpp-dangling-c-str
    const char *a = (name + "!").c_str();
    // ruleid: cpp-dangling-c-str
    auto b = std::string("hello").c_str();
    // ruleid: cpp-dangling-c-str
    const char *c = out.str().c_str();
    puts(a);
}

void good(const std::string &name) {
    std::string text = name + "!";
    // ok: cpp-dangling-c-str
    const char *a = text.c_str();
    // ok: cpp-dangling-c-str
    puts((name + "!").c_str());
    // ok: cpp-dangling-c-str
    const char *b = name.c_str();
}
