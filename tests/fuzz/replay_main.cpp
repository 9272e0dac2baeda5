// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds files to a fuzz target, without libFuzzer: so every target is part of the normal build and runs its corpus with the
// other tests. Arguments are files and folders of them. Each input must be done within seconds of processor time.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr double mostSeconds = 5; // of processor time: a busy machine changes nothing

std::vector<fs::path> inputsIn(const fs::path& path) {
    if (!fs::is_directory(path)) {
        return {path};
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::uint8_t> contentsOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        std::fprintf(stderr, "cannot read %s\n", file.c_str());
        std::exit(1);
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool isDoneInTime(const fs::path& file) {
    const std::vector<std::uint8_t> bytes = contentsOf(file);
    std::printf("%s (%zu bytes)\n", file.c_str(), bytes.size());
    std::fflush(stdout); // the last line names the input that ended the program
    const std::clock_t start = std::clock();
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (seconds > mostSeconds) {
        std::fprintf(stderr, "%s took %.1f s\n", file.c_str(), seconds);
    }
    return seconds <= mostSeconds;
}

} // namespace

int main(int argc, char** argv) try {
    int replayed = 0;
    bool isGood = true;
    for (int i = 1; i < argc; ++i) {
        for (const fs::path& file : inputsIn(argv[i])) {
            isGood = isDoneInTime(file) && isGood;
            ++replayed;
        }
    }
    if (replayed == 0) {
        std::fprintf(stderr, "there is nothing to replay\n");
        return 1;
    }
    std::printf("%d inputs replayed\n", replayed);
    return isGood ? 0 : 1;
} catch (const std::exception& error) {
    std::fprintf(stderr, "unexpected: %s\n", error.what());
    return 1;
}
