#include <iostream>

void name() {
    char word[16];
    // ruleid: cpp-cin-array
    std::cin >> word;
}

void named() {
    using namespace std;
    char word[16];
    // ruleid: cpp-cin-array
    cin >> word;
}

void file() {
    std::ifstream in;
    char word[16];
    // ruleid: cpp-cin-array
    in >> word;
}

void good() {
    std::string word;
    // ok: cpp-cin-array
    std::cin >> word;
    char small[16];
    // ok: cpp-cin-array
    std::cin >> std::setw(sizeof(small)) >> small;
    int number;
    // ok: cpp-cin-array
    std::cin >> number;
}
