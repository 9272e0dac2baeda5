// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/selection.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/shard_name.h"
#include "checkpoint/weight_index.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <map>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Files = std::vector<HubFile>;

constexpr std::uint64_t largestCompanion = 128U << 20U; // larger ones are no settings and no vocabularies
constexpr std::size_t mostShown = 12;

struct Family {
    HubContainer container;
    std::string_view extension;
    std::string_view usualStem;
};
constexpr Family safetensors{HubContainer::safetensors, ".safetensors", "model"};
constexpr Family pyTorch{HubContainer::pyTorch, ".bin", "pytorch_model"};
constexpr std::string_view indexEnding = ".index.json";

std::string fileName(const HubFile& file) {
    return file.path.substr(file.path.find_last_of('/') + 1); // npos + 1 is 0
}

std::string folderOf(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::string addressOf(const HubListing& listing, const std::string& path) {
    HubAddress address = listing.address;
    address.path = path;
    return address.text();
}

class Selector {
public:
    Selector(const HubListing& listing, const ReadHubText& readText) : listing_(listing), readText_(readText) {
        const HubFile* const named = listing.find(listing.address.path);
        selection_.folder = named == nullptr ? listing.address.path : folderOf(named->path);
        for (const HubFile& file : listing.files) {
            if (folderOf(file.path) == selection_.folder && !fileName(file).starts_with('.')) {
                inFolder_.push_back(file);
            }
        }
    }

    HubSelection select() {
        if (const HubFile* const named = listing_.find(listing_.address.path)) {
            selectFile(*named);
        } else if (!selectFamily(safetensors) && !selectPyTorch() && !selectGguf()) {
            throw nothing();
        }
        if (selection_.container != HubContainer::gguf) {
            addCompanions();
        }
        return std::move(selection_);
    }

private:
    [[nodiscard]] Files withEnding(std::string_view ending) const {
        Files files;
        std::ranges::copy_if(inFolder_, std::back_inserter(files),
                             [&](const HubFile& file) { return file.path.ends_with(ending); });
        return files;
    }

    [[nodiscard]] const HubFile* sibling(std::string_view name) const {
        const auto found = std::ranges::find(inFolder_, name, fileName);
        return found == inFolder_.end() ? nullptr : &*found;
    }

    void take(HubContainer container, Files weights) {
        selection_.container = container;
        selection_.weights = std::move(weights);
    }

    void selectFile(const HubFile& file) {
        selection_.opened = file.path;
        if (file.path.ends_with(".gguf")) {
            take(HubContainer::gguf, setOf(file));
            return;
        }
        const Family& family = file.path.ends_with(".safetensors") ? safetensors : pyTorch;
        const auto shard = parseLooseShardName(fileName(file));
        const HubFile* const index =
            shard ? sibling(shard->prefix + std::string(family.extension) + std::string(indexEnding)) : nullptr;
        if (file.path.ends_with(indexEnding)) {
            const bool isPyTorch = file.path.ends_with(".bin.index.json");
            takeIndexed(isPyTorch ? pyTorch : safetensors, file);
        } else if (index != nullptr) {
            takeIndexed(family, *index);
        } else if (isWeights(file)) {
            take(family.container, {file});
        } else {
            throw badInput({}, say("{} is no file of weights", addressOf(listing_, file.path)),
                           say("Name the folder that holds it and the weights."));
        }
    }

    bool selectFamily(const Family& family) {
        const Files files = withEnding(family.extension);
        const Files indexes = withEnding(std::string(family.extension) + std::string(indexEnding));
        const std::string usual = std::string(family.usualStem) + std::string(family.extension);
        if (const HubFile* const whole = sibling(usual)) {
            take(family.container, {*whole});
        } else if (const HubFile* const index = sibling(usual + std::string(indexEnding))) {
            takeIndexed(family, *index);
        } else if (indexes.size() == 1) {
            takeIndexed(family, indexes.front());
        } else if (!indexes.empty()) {
            throw several(indexes);
        } else if (files.empty()) {
            return false;
        } else {
            takeNumbered(family.container, files);
        }
        return true;
    }

    bool selectPyTorch() {
        if (sibling("pytorch_model.bin") != nullptr || !withEnding(".bin.index.json").empty()) {
            return selectFamily(pyTorch);
        }
        constexpr auto others =
            std::to_array<std::string_view>({"training_args.bin", "optimizer.pt", "scheduler.pt", "scaler.pt"});
        Files files;
        for (const std::string_view ending : {".bin", ".pt", ".pth"}) {
            std::ranges::copy_if(withEnding(ending), std::back_inserter(files), [&](const HubFile& file) {
                return std::ranges::find(others, fileName(file)) == others.end() && !fileName(file).starts_with("rng_state");
            });
        }
        if (files.empty()) {
            return false;
        }
        if (modelsIn(files).size() > 1) {
            throw several(modelsIn(files));
        }
        takeNumbered(HubContainer::pyTorch, files);
        return true;
    }

    bool selectGguf() {
        Files files = withEnding(".gguf");
        const auto isAddition = [](const HubFile& file) { // projectors of images and importance matrices stand beside models
            return fileName(file).find("mmproj") != std::string::npos || fileName(file).find("imatrix") != std::string::npos;
        };
        if (!std::ranges::all_of(files, isAddition)) {
            std::erase_if(files, isAddition);
        }
        const Files models = modelsIn(files);
        if (models.size() > 1) {
            throw several(models);
        }
        if (models.empty()) {
            return false;
        }
        take(HubContainer::gguf, setOf(models.front()));
        selection_.opened = selection_.weights.front().path;
        return true;
    }

    /// One file for each model: single ones, and the first of each numbered set.
    static Files modelsIn(const Files& files) {
        std::map<std::string, HubFile> sets;
        for (const HubFile& file : files) {
            const auto shard = parseLooseShardName(fileName(file));
            sets.try_emplace(shard ? shard->withNumber(0) : fileName(file), file);
        }
        Files models;
        for (auto& [name, file] : sets) {
            models.push_back(std::move(file));
        }
        return models;
    }

    /// A numbered set as a whole, or the file itself.
    [[nodiscard]] Files setOf(const HubFile& file) const {
        const auto shard = parseLooseShardName(fileName(file));
        if (!shard || shard->count < 2) {
            return {file};
        }
        Files set;
        for (std::uint32_t i = 1; i <= shard->count; ++i) {
            const HubFile* const member = sibling(shard->withNumber(i));
            if (member == nullptr) {
                throw missing(shard->withNumber(i));
            }
            set.push_back(*member);
        }
        return set;
    }

    void takeNumbered(HubContainer container, const Files& files) {
        const auto isShard = [](const HubFile& file) { return parseLooseShardName(fileName(file)).has_value(); };
        const auto shard = std::ranges::find_if(files, isShard);
        if (shard == files.end()) {
            take(container, files);
            return;
        }
        if (modelsIn(files).size() > 1) {
            throw several(modelsIn(files));
        }
        take(container, setOf(*shard));
    }

    void takeIndexed(const Family& family, const HubFile& index) {
        const WeightIndex parsed = parseWeightIndex(readText_(index), index.path);
        Files weights;
        for (const std::string& name : parsed.files) {
            const HubFile* const file = sibling(name);
            if (file == nullptr) {
                throw missing(name);
            }
            weights.push_back(*file);
        }
        take(family.container, std::move(weights));
        selection_.companions.push_back(index);
    }

    void addCompanions() {
        for (const HubFile& file : listing_.files) {
            if (isCompanion(file)) {
                selection_.companions.push_back(file);
            }
        }
        std::ranges::sort(selection_.companions, {}, &HubFile::path);
    }

    [[nodiscard]] bool isCompanion(const HubFile& file) const {
        constexpr auto endings =
            std::to_array<std::string_view>({".json", ".jsonl", ".txt", ".model", ".jinja", ".py", ".md", ".tiktoken", ".spm"});
        constexpr auto starts = std::to_array<std::string_view>({"LICENSE", "LICENCE", "NOTICE", "COPYING", "USE_POLICY"});
        const std::string name = fileName(file);
        const std::string templates = (selection_.folder.empty() ? "" : selection_.folder + '/') + "additional_chat_templates";
        const bool isBeside = folderOf(file.path) == selection_.folder || folderOf(file.path) == templates;
        const bool hasName = std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); }) ||
                             std::ranges::any_of(starts, [&](std::string_view start) { return name.starts_with(start); });
        return isBeside && hasName && !name.starts_with('.') && !name.ends_with(indexEnding) && file.bytes <= largestCompanion;
    }

    static bool isWeights(const HubFile& file) {
        constexpr auto endings = std::to_array<std::string_view>({".safetensors", ".bin", ".pt", ".pth"});
        return std::ranges::any_of(endings, [&](std::string_view ending) { return file.path.ends_with(ending); });
    }

    [[nodiscard]] std::string listed(const Files& files) const {
        std::string text;
        for (std::size_t i = 0; i < std::min(files.size(), mostShown); ++i) {
            text +=
                fmt::format("{}{} ({})", i == 0 ? "" : ", ", addressOf(listing_, files[i].path), fileSizeText(files[i].bytes));
        }
        return files.size() > mostShown ? say("{} and {} more", text, files.size() - mostShown) : text;
    }

    [[nodiscard]] Error several(const Files& files) const {
        return badInput({}, say("{} holds several models", listing_.address.text()), say("Choose one: {}.", listed(files)));
    }

    [[nodiscard]] Error missing(const std::string& name) const {
        return badInput({}, say("{} is not complete", listing_.address.text()),
                        say("{} is not in the repository.", escapeForDisplay(name)));
    }

    [[nodiscard]] Error nothing() const {
        const std::string& folder = listing_.address.path;
        const auto isBelow = [&](const HubFile& file) { return folder.empty() || file.path.starts_with(folder + '/'); };
        if (!std::ranges::any_of(listing_.files, isBelow)) {
            return badInput({}, say("{} is not on the hub", listing_.address.text()),
                            say("The repository has no folder and no file of this name."));
        }
        std::map<std::string, HubFile> folders; // with weights; the first file of each
        for (const HubFile& file : listing_.files) {
            if (isBelow(file) && (isWeights(file) || file.path.ends_with(".gguf"))) {
                folders.try_emplace(folderOf(file.path), file);
            }
        }
        Files examples;
        for (const auto& [name, file] : folders) {
            examples.push_back(file);
        }
        return badInput({}, say("There is no model in {}", listing_.address.text()),
                        examples.empty() ? say("It has no .safetensors, .gguf or .bin file.")
                                         : say("Its folders have some: {}.", listed(examples)));
    }

    const HubListing& listing_;
    const ReadHubText& readText_;
    Files inFolder_;
    HubSelection selection_;
};

} // namespace

std::uint64_t HubSelection::bytes() const {
    std::uint64_t sum = 0;
    for (const Files* const files : {&weights, &companions}) {
        for (const HubFile& file : *files) {
            sum += file.bytes;
        }
    }
    return sum;
}

std::string HubSelection::relative(const HubFile& file) const {
    return folder.empty() ? file.path : file.path.substr(folder.size() + 1);
}

HubSelection selectModel(const HubListing& listing, const ReadHubText& readText) {
    return Selector(listing, readText).select();
}

std::vector<HubFile> selectFiles(const HubListing& listing, std::span<const std::string> patterns) {
    const std::string prefix = listing.address.path.empty() ? std::string() : listing.address.path + '/';
    Files chosen;
    std::vector<bool> isUsed(patterns.size(), false);
    for (const HubFile& file : listing.files) {
        if (!file.path.starts_with(prefix)) {
            continue;
        }
        bool isChosen = false;
        for (std::size_t i = 0; i < patterns.size(); ++i) {
            if (globMatches(patterns[i], std::string_view(file.path).substr(prefix.size()))) {
                isChosen = isUsed[i] = true;
            }
        }
        if (isChosen) {
            chosen.push_back(file);
        }
    }
    if (const auto unused = std::ranges::find(isUsed, false); unused != isUsed.end()) {
        const std::string& pattern = patterns[static_cast<std::size_t>(unused - isUsed.begin())];
        throw badInput({}, say("No file of {} is called {}", listing.address.text(), escapeForDisplay(pattern)),
                       say("Patterns are compared with the whole path below the address, as in sub/*.gguf."));
    }
    return chosen;
}

} // namespace quantlathe
