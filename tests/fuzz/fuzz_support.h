// SPDX-License-Identifier: GPL-3.0-or-later
// What all fuzz targets share: a reader may refuse its input with Error(badInput) and with nothing else.
#pragma once

#include "base/error.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace quantlathe::fuzz {

inline void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

inline std::string_view textOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Calls `parse(bytes)`. Any other exception, and an Error that names no place, ends the run.
template <class Parse>
int run(const std::uint8_t* data, std::size_t size, Parse parse) {
    try {
        parse(std::as_bytes(std::span(data, size)));
    } catch (const Error& error) {
        require(error.exitCode() == 2 && !error.title().empty() && !error.detail().empty());
    }
    return 0;
}

/// Several files in one input, with a byte 0xFF between them (which no text has): always `count` of them, the last ones empty
/// when the input says no more; what follows the last one belongs to it.
inline std::vector<std::string_view> partsOf(std::string_view all, std::size_t count) {
    std::vector<std::string_view> parts;
    while (parts.size() + 1 < count) {
        const std::size_t end = all.find('\xFF');
        parts.push_back(all.substr(0, end));
        all = end == std::string_view::npos ? std::string_view() : all.substr(end + 1);
    }
    parts.push_back(all);
    return parts;
}

/// A folder in memory for readers that open files themselves; it goes with the process.
class Folder {
public:
    Folder() : path_(parent() / std::string("quantlathe-fuzz-").append(std::to_string(getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Overwrites; returns the file's path.
    std::filesystem::path write(const std::string& name, std::string_view bytes) const {
        std::filesystem::path file = path_ / name;
        std::FILE* const stream = std::fopen(file.c_str(), "wb");
        require(stream != nullptr);
        require(std::fwrite(bytes.data(), 1, bytes.size(), stream) == bytes.size());
        require(std::fclose(stream) == 0);
        return file;
    }
    std::filesystem::path write(const std::string& name, std::span<const std::byte> bytes) const {
        return write(name, textOf(bytes));
    }
    /// An empty part of an input stands for a file that is not there.
    void writeUnlessEmpty(const std::string& name, std::string_view bytes) const {
        if (bytes.empty()) {
            std::filesystem::remove(path_ / name);
        } else {
            write(name, bytes);
        }
    }
    void clear() const {
        for (const auto& entry : std::filesystem::directory_iterator(path_)) {
            std::filesystem::remove_all(entry.path());
        }
    }

private:
    static std::filesystem::path parent() {
        const std::filesystem::path memory = "/dev/shm";
        return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
    }
    std::filesystem::path path_;
};

/// As run(), for readers of files in `folder`: their errors name one of them.
template <class Parse>
int runIn(const Folder& folder, const std::uint8_t* data, std::size_t size, Parse parse) {
    try {
        parse(std::as_bytes(std::span(data, size)));
    } catch (const Error& error) {
        require(error.exitCode() == 2 && !error.title().empty());
        require(std::string_view(error.what()).find(folder.path().string()) != std::string_view::npos);
    }
    return 0;
}

} // namespace quantlathe::fuzz
