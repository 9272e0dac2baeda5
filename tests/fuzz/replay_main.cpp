// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds files to a fuzz target, without libFuzzer: so every target is part of the normal build and runs its corpus with the
// other tests. Arguments are files and folders of them. Each input must be done within seconds of processor time.
// With --mutate COUNT and --seed N so many damaged forms of them follow: blindly, but as fast as the readers are. The one that
// ends the program, or takes too long, is written to ./bad-input.
#include "reliability/mutations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <unistd.h>
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

std::string contentsOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        std::fprintf(stderr, "cannot read %s\n", file.c_str());
        std::exit(1);
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string_view current; // what a signal's handler writes down

void keepCurrent() {
    const int file = ::open("bad-input", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ::write(file, current.data(), current.size()) < 0) {
        return; // nothing more can be done in a handler
    }
    ::close(file);
}

void keepCurrentOnSignals() {
    for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
        std::signal(number, [](int caught) {
            keepCurrent();
            std::signal(caught, SIG_DFL);
            std::raise(caught);
        });
    }
}

double secondsFor(std::string_view bytes) {
    const std::clock_t start = std::clock();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

bool isDoneInTime(const fs::path& file, const std::string& bytes) {
    std::printf("%s (%zu bytes)\n", file.c_str(), bytes.size());
    std::fflush(stdout); // the last line names the input that ended the program
    const double seconds = secondsFor(bytes);
    if (seconds > mostSeconds) {
        std::fprintf(stderr, "%s took %.1f s\n", file.c_str(), seconds);
    }
    return seconds <= mostSeconds;
}

/// One of the parts between bytes 0xFF, by the means that fit it.
std::string damaged(const std::string& whole, quantlathe::reliability::Dice& dice) {
    using namespace quantlathe::reliability;
    std::vector<std::size_t> starts{0};
    for (std::size_t at = whole.find('\xFF'); at != std::string::npos; at = whole.find('\xFF', at + 1)) {
        starts.push_back(at + 1);
    }
    const std::size_t chosen = dice.below(starts.size());
    const std::size_t end = chosen + 1 < starts.size() ? starts[chosen + 1] - 1 : whole.size();
    const std::string part = whole.substr(starts[chosen], end - starts[chosen]);
    const bool isJson = part.starts_with('{') && !dice.oneIn(3);
    const bool isText = !isJson && part.find('\0') == std::string::npos && dice.oneIn(2);
    const std::string changed = isJson   ? damagedJson(part, dice)
                                : isText ? damagedLines(part, dice)
                                         : damagedBytes(part, part.size(), dice);
    return whole.substr(0, starts[chosen]) + changed + whole.substr(end);
}

/// Damaged forms of the inputs, and damaged forms of these.
bool mutate(const std::vector<std::string>& inputs, std::uint64_t count, std::uint64_t seed) {
    quantlathe::reliability::Dice dice(seed);
    std::string last;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string bytes =
            damaged(last.empty() || last.size() > 100'000 || !dice.oneIn(3) ? dice.of(inputs) : last, dice);
        current = bytes;
        double seconds = 0;
        try {
            seconds = secondsFor(bytes);
        } catch (...) {
            keepCurrent();
            throw;
        }
        if (seconds > mostSeconds) {
            std::fprintf(stderr, "input %llu took too long\n", static_cast<unsigned long long>(i));
            keepCurrent();
            return false;
        }
        current = {};
        last = bytes;
    }
    std::printf("%llu damaged inputs, seed %llu\n", static_cast<unsigned long long>(count),
                static_cast<unsigned long long>(seed));
    return true;
}

std::uint64_t numberFrom(std::string_view word) {
    std::uint64_t number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    return number;
}

} // namespace

int main(int argc, char** argv) try {
    std::vector<std::string> inputs;
    std::uint64_t count = 0;
    std::uint64_t seed = 1;
    bool isGood = true;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if ((word == "--mutate" || word == "--seed") && i + 1 < argc) {
            (word == "--mutate" ? count : seed) = numberFrom(argv[++i]);
            continue;
        }
        for (const fs::path& file : inputsIn(argv[i])) {
            inputs.push_back(contentsOf(file));
            isGood = isDoneInTime(file, inputs.back()) && isGood;
        }
    }
    if (inputs.empty()) {
        std::fprintf(stderr, "there is nothing to replay\n");
        return 1;
    }
    std::printf("%zu inputs replayed\n", inputs.size());
    keepCurrentOnSignals();
    return mutate(inputs, count, seed) && isGood ? 0 : 1;
} catch (const std::exception& error) {
    std::fprintf(stderr, "unexpected: %s\n", error.what());
    return 1;
}
