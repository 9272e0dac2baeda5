// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/weight_index.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/json_stream.h"

#include <algorithm>
#include <utility>

namespace quantlathe {
namespace {

constexpr int maxIndexDepth = 16;
constexpr std::size_t maxFiles = 100'000; // five digits
constexpr std::size_t maxIndexedTensors = 1'000'000;
constexpr std::size_t longestName = 255; // that any usual file system has

/// Collects "weight_map": {tensor: file}; everything else is skipped.
class IndexHandler : public JsonHandler {
public:
    IndexHandler(WeightIndex& index, const std::filesystem::path& file) : index_(index), file_(file) {}

    void take(JsonEvent& event) override {
        using Kind = JsonEvent::Kind;
        position_ = event.position;
        if (event.depth == 0 && event.kind != Kind::beginObject && event.kind != Kind::endObject) {
            malformed(event.position, say("it is not an object"));
        }
        if (event.depth == 1 && event.kind == Kind::key) {
            inMap_ = event.text == "weight_map";
            if (inMap_ && std::exchange(hasMap_, true)) {
                malformed(event.position, say("weight_map stands there twice"));
            }
        } else if (event.depth == 1 && inMap_ && event.kind != Kind::beginObject && event.kind != Kind::endObject) {
            malformed(event.position, say("weight_map is not an object"));
        } else if (event.depth == 2 && inMap_) {
            takeTensor(event);
        }
    }

    [[noreturn]] void malformed(std::size_t position, std::string_view why) override {
        throw badInput(file_, say("This is no valid index of weights"),
                       say("The text at byte {}: {}.", groupedDigits(position), why));
    }

    void finish() {
        if (!hasMap_) {
            malformed(position_, say("weight_map is missing"));
        }
        if (index_.files.empty()) {
            malformed(position_, say("weight_map names no files"));
        }
        sortFiles();
    }

private:
    void takeTensor(JsonEvent& event) {
        if (event.kind == JsonEvent::Kind::key) {
            tensor_ = std::move(event.text);
            return;
        }
        if (event.kind != JsonEvent::Kind::string) {
            throw wrong(say("the file's name is not a string"));
        }
        const std::string& name = event.text;
        // A name with a path in it could reach any file of this machine.
        if (name.empty() || name == "." || name == ".." || name.size() > longestName ||
            name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos) {
            throw wrong(name.empty() ? say("nothing is no plain file name")
                                     : say("{} is no plain file name", escapeForDisplay(name)));
        }
        const auto [found, isNew] = numberOf_.try_emplace(name, index_.files.size());
        if (isNew) {
            if (index_.files.size() == maxFiles) {
                throw wrong(say("more than {} files are named", maxFiles));
            }
            index_.files.push_back(name);
        }
        if (index_.fileOf.size() == maxIndexedTensors) {
            throw wrong(say("{} tensors are the most that are read", groupedDigits(maxIndexedTensors)));
        }
        if (!index_.fileOf.try_emplace(tensor_, found->second).second) {
            throw wrong(say("the name stands there twice"));
        }
    }

    [[nodiscard]] Error wrong(std::string_view why) const {
        return badInput(file_, say("This is no valid index of weights"),
                        say("Tensor {} at byte {}: {}.", escapeForDisplay(tensor_), groupedDigits(position_), why));
    }

    void sortFiles() {
        std::vector<std::string> sorted = index_.files;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            numberOf_[sorted[i]] = i;
        }
        for (auto& [tensor, file] : index_.fileOf) {
            file = numberOf_[index_.files[file]];
        }
        index_.files = std::move(sorted);
    }

    WeightIndex& index_;
    const std::filesystem::path& file_;
    std::unordered_map<std::string, std::size_t> numberOf_;
    std::string tensor_;
    std::size_t position_ = 0;
    bool inMap_ = false;
    bool hasMap_ = false;
};

} // namespace

WeightIndex parseWeightIndex(std::string_view text, const std::filesystem::path& file) {
    constexpr std::size_t bytesOfEntry = 100; // of a usual one
    WeightIndex index;
    index.fileOf.reserve(std::min(text.size() / bytesOfEntry, maxIndexedTensors));
    IndexHandler handler(index, file);
    streamJson(text, maxIndexDepth, handler);
    handler.finish();
    return index;
}

} // namespace quantlathe
