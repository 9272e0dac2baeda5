// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/model_files.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/content.h"
#include "checkpoint/replica.h"
#include "checkpoint/shard_name.h"
#include "checkpoint/weight_index.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_invoke.h>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t maxIndexBytes = 100'000'000;
constexpr std::size_t mostFilesAhead = 10'000; // more than any model has

std::string shown(const fs::path& file) {
    return escapeForDisplay(file.filename().string());
}

using TensorsByName = std::unordered_map<std::string_view, const TensorInfo*>;

/// Names must be unique over all files. The views point into `contents`.
TensorsByName byName(const CheckpointContents& contents) {
    TensorsByName tensors;
    tensors.reserve(contents.tensors.size() + contents.aliases.size());
    const auto add = [&](std::string_view name, const TensorInfo& tensor) {
        const auto [found, isNew] = tensors.emplace(name, &tensor);
        if (!isNew) {
            throw badInput(contents.files[tensor.file].path(), say("These files do not belong together"),
                           say("Tensor {} (byte {}) stands in {} too. Open one of the files on its own.",
                               escapeForDisplay(name), groupedDigits(tensor.offset),
                               shown(contents.files[found->second->file].path())));
        }
    };
    for (const TensorInfo& tensor : contents.tensors) {
        add(tensor.name, tensor);
    }
    for (const auto& [alias, listed] : contents.aliases) {
        add(alias, *tensors.at(listed));
    }
    return tensors;
}

/// What the headers of all files hold: the first one's, then all others' side by side; of several broken ones the first is
/// told.
std::vector<FileContents> parsedHeaders(std::span<const MappedFile> files, const ReadFile& readFile) {
    std::vector<FileContents> contents(files.size());
    std::vector<std::exception_ptr> problems(files.size());
    const auto parse = [&](std::size_t i) {
        const MappedFile& file = files[i];
        try {
            contents[i] = readIntact(file, [&] {
                refuseForeignContent(file.bytes(), file.path());
                return readFile({file.bytes(), wholeBytes(file), file.path(), subjectOf(i, files.size())});
            });
        } catch (...) {
            problems[i] = std::current_exception();
        }
    };
    if (!files.empty()) {
        parse(0);
        oneapi::tbb::parallel_for(std::size_t{1}, files.size(), parse);
    }
    for (const std::exception_ptr& problem : problems) {
        if (problem) {
            std::rethrow_exception(problem);
        }
    }
    return contents;
}

struct Headers {
    std::vector<MappedFile> files;
    std::vector<FileContents> contents; // one a file
};

Headers headersOf(std::span<const fs::path> files, const ReadFile& readFile) {
    Headers headers;
    for (const fs::path& file : files) {
        headers.files.emplace_back(file);
    }
    headers.contents = parsedHeaders(headers.files, readFile);
    return headers;
}

CheckpointContents joined(CheckpointContents contents, Headers headers) {
    contents.files = std::move(headers.files);
    std::size_t tensors = 0;
    for (const FileContents& read : headers.contents) {
        tensors += read.tensors.size();
    }
    contents.tensors.reserve(tensors);
    for (std::size_t i = 0; i < contents.files.size(); ++i) {
        FileContents& read = headers.contents[i];
        requireUnchanged(contents.files[i]);
        for (TensorInfo& tensor : read.tensors) {
            tensor.file = i;
        }
        contents.tensors.insert(contents.tensors.end(), std::move_iterator(read.tensors.begin()),
                                std::move_iterator(read.tensors.end()));
        for (auto& [alias, listed] : read.aliases) {
            if (!contents.aliases.try_emplace(alias, std::move(listed)).second) {
                throw badInput(contents.files[i].path(), say("These files do not belong together"),
                               say("Tensor {} stands in another one too.", escapeForDisplay(alias)));
            }
        }
        for (const MetadataPair& pair : read.metadata.pairs()) {
            contents.metadata.insert(pair.key, pair.value); // files of one model repeat it: the first one counts
        }
        contents.headerHash = contentHash(std::as_bytes(std::span(&read.headerHash, 1)), contents.headerHash);
    }
    return contents;
}

/// The names that an index seems to hold, sorted: what stands in quotes and ends as files of its kind do. Empty if one of them
/// is no plain name.
std::vector<std::string> likelyFiles(std::string_view text, const fs::path& index) {
    const std::string ending = index.stem().stem().extension().string() + '"'; // model.safetensors.index.json
    std::set<std::string, std::less<>> names;
    std::string_view last;
    for (std::size_t at = text.find(ending); at != std::string_view::npos; at = text.find(ending, at + 1)) {
        const std::size_t end = at + ending.size() - 1;
        const std::size_t begin = text.rfind('"', at) + 1; // behind no quote at all: 0
        const std::string_view name = text.substr(begin, end - begin);
        if (name == last) {
            continue;
        }
        last = name;
        if (name.find_first_of(std::string_view("/\\\0", 3)) != std::string_view::npos || names.size() == mostFilesAhead) {
            return {};
        }
        names.emplace(name);
    }
    return {names.begin(), names.end()};
}

std::vector<fs::path> beside(const fs::path& index, std::span<const std::string> names) {
    std::vector<fs::path> files;
    for (const std::string& name : names) {
        files.push_back(index.parent_path() / name);
    }
    return files;
}

/// Whether every tensor is where the index says and nothing is missing, seen without a table of all names: no file has a name
/// twice, so as many tensors as entries, each in its entry's file, are one for each.
bool fitsIndex(const CheckpointContents& contents, const WeightIndex& index) {
    const auto isThere = [&](const TensorInfo& tensor) {
        const auto entry = index.fileOf.find(tensor.name);
        return entry != index.fileOf.end() && entry->second == tensor.file;
    };
    return contents.aliases.empty() && contents.tensors.size() == index.fileOf.size() &&
           std::ranges::all_of(contents.tensors, isThere);
}

/// Every tensor must be where the index says, and nothing else may be there.
void checkAgainstIndex(const CheckpointContents& contents, const WeightIndex& index, const fs::path& indexFile) {
    const TensorsByName tensors = byName(contents);
    const auto refuse = [&](const fs::path& file, std::string detail) {
        return badInput(file, say("The index and the files do not fit together"), std::move(detail));
    };
    const auto check = [&](const std::string& name, const TensorInfo& tensor) {
        const auto entry = index.fileOf.find(name);
        const fs::path& file = contents.files[tensor.file].path();
        if (entry == index.fileOf.end()) {
            throw refuse(file, say("Tensor {} (byte {}) is not named in {}.", escapeForDisplay(name),
                                   groupedDigits(tensor.offset), shown(indexFile)));
        }
        if (entry->second != tensor.file) {
            throw refuse(file,
                         say("Tensor {} is here at byte {}, {} says it is in {}.", escapeForDisplay(name),
                             groupedDigits(tensor.offset), shown(indexFile), escapeForDisplay(index.files[entry->second])));
        }
    };
    for (const TensorInfo& tensor : contents.tensors) {
        check(tensor.name, tensor);
    }
    for (const auto& [alias, listed] : contents.aliases) {
        check(alias, *tensors.at(listed));
    }
    if (tensors.size() == index.fileOf.size()) {
        return;
    }
    const std::string* missing = nullptr; // the first by name, so that the message does not depend on hashing
    for (const auto& [name, file] : index.fileOf) {
        if (!tensors.contains(name) && (missing == nullptr || name < *missing)) {
            missing = &name;
        }
    }
    throw refuse(indexFile, say("Tensor {} is not in {}, where the index says it is.", escapeForDisplay(*missing),
                                escapeForDisplay(index.files[index.fileOf.at(*missing)])));
}

} // namespace

CheckpointContents readFiles(CheckpointContents contents, std::span<const fs::path> files, const ReadFile& readFile) {
    contents = joined(std::move(contents), headersOf(files, readFile));
    if (contents.files.size() > 1 || !contents.aliases.empty()) { // in one file their reader has seen to it
        static_cast<void>(byName(contents));
    }
    return contents;
}

CheckpointContents readIndexed(CheckpointContents contents, const fs::path& index, const ReadFile& readFile) {
    const std::string text = readTextFile(index, maxIndexBytes);
    refuseForeignContent(std::as_bytes(std::span(text)), index);
    const std::vector<std::string> likely = likelyFiles(text, index);
    WeightIndex parsed;
    std::optional<Headers> ahead;
    oneapi::tbb::parallel_invoke([&] { parsed = parseWeightIndex(text, index); },
                                 [&] {
                                     try {
                                         ahead = headersOf(beside(index, likely), readFile);
                                     } catch (const Error&) { // comes again where it counts
                                     }
                                 });
    const std::vector<fs::path> files = beside(index, parsed.files);
    requireAll(files, words("The index"));
    contents = joined(std::move(contents), ahead && parsed.files == likely ? std::move(*ahead) : headersOf(files, readFile));
    if (!fitsIndex(contents, parsed)) {
        checkAgainstIndex(contents, parsed, index);
    }
    return contents;
}

} // namespace quantlathe
