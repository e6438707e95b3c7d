#include <iostream>

void show(const User &user, const std::string &password, std::ofstream &log) {
    // ruleid: cpp-secret-to-stream
    std::cout << "password: " << password;
    // ruleid: cpp-secret-to-stream
    log << user.api_key;
    // ruleid: cpp-secret-to-stream
    std::cerr << getenv("DEPLOY_TOKEN");
    // ok: cpp-secret-to-stream
    std::cout << "user: " << user.name;
    // ok: cpp-secret-to-stream
    log << password.size();
    // ok: cpp-secret-to-stream
    std::cerr << getenv("HOME");
}
