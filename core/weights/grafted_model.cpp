// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/grafted_model.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "weights/model_difference.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace quantlathe {
namespace {

Error cannotGraft(const Model& file, std::string_view weight, std::string detail) {
    return badInput(file.checkpoint().path(), say("{} cannot be grafted", escapeForDisplay(weight)), std::move(detail));
}

void requireTarget(const Model& file) {
    if (file.checkpoint().kind() != ContainerKind::gguf) {
        throw badInput(file.checkpoint().path(), say("This is no GGUF model"),
                       say("Tensors are grafted into GGUF files only."));
    }
    const auto split = std::ranges::find_if(file.weights(), [](const Weight& weight) { return weight.tensors.size() > 1; });
    if (split != file.weights().end()) {
        throw cannotGraft(
            file, split->name,
            say("The file has a tensor for every expert, as programs of 2023 wrote them. Convert it to GGUF first."));
    }
}

/// A weight of `original` in place of `weight`.
const Weight& sourceFor(const Model& file, const Weight& weight, const Model& original) {
    const WeightPair pair{&weight, original.find(weight.name)};
    if (pair.second == nullptr) {
        throw cannotGraft(file, weight.name,
                          say("{} has no such weight.", escapeForDisplay(original.checkpoint().path().filename().string())));
    }
    if (!hasOneShape(pair)) {
        throw cannotGraft(file, weight.name, *whyNotComparable(pair));
    }
    return *pair.second;
}

/// The tensors of two checkpoints that are used, and their files.
class JoinedContents {
public:
    JoinedContents(const Checkpoint& file, const Checkpoint& original) : file_(file), original_(original) {
        contents_.kind = file.kind();
        contents_.path = file.path();
        contents_.metadata = file.metadata();
        addFiles(file);
        addFiles(original);
    }

    [[nodiscard]] std::size_t ofFile(std::size_t tensor) { return add(file_, tensor, 0, ofFile_); }
    [[nodiscard]] std::size_t ofOriginal(std::size_t tensor) {
        return add(original_, tensor, file_.files().size(), ofOriginal_);
    }
    [[nodiscard]] std::shared_ptr<const Checkpoint> finish(std::uint64_t hash) {
        contents_.headerHash = hash;
        return std::make_shared<const Checkpoint>(std::move(contents_));
    }

private:
    using Places = std::map<std::size_t, std::size_t>; // of a tensor among all

    void addFiles(const Checkpoint& checkpoint) {
        for (const MappedFile& known : checkpoint.files()) {
            MappedFile file(known.path());
            if (file.stamp() != known.stamp()) {
                throw changedWhileRead(known.path());
            }
            contents_.files.push_back(std::move(file));
        }
    }

    std::size_t add(const Checkpoint& from, std::size_t tensor, std::size_t firstFile, Places& places) {
        const auto [place, isNew] = places.emplace(tensor, contents_.tensors.size());
        if (isNew) {
            TensorInfo copy = from.tensors()[tensor];
            copy.file += firstFile;
            contents_.tensors.push_back(std::move(copy));
        }
        return place->second;
    }

    const Checkpoint& file_;
    const Checkpoint& original_;
    CheckpointContents contents_;
    Places ofFile_;
    Places ofOriginal_;
};

/// The weight with its tensors, and the parts of its packed matrices, under other numbers.
template <class Renumber>
Weight renumbered(Weight weight, const Renumber& renumber) {
    const auto change = [&](std::vector<std::size_t>& tensors) { std::ranges::transform(tensors, tensors.begin(), renumber); };
    change(weight.tensors);
    for (PackedMatrix& matrix : weight.packed) {
        change(matrix.parts);
    }
    return weight;
}

} // namespace

std::shared_ptr<const Model> grafted(const Model& file, const Model& original, std::span<const std::string> weights) {
    requireTarget(file);
    const std::unordered_set<std::string_view> wanted(weights.begin(), weights.end());
    for (const std::string& name : weights) {
        if (file.find(name) == nullptr) {
            throw cannotGraft(file, name, say("The file has no such weight."));
        }
    }
    JoinedContents contents(file.checkpoint(), original.checkpoint());
    HashBuilder hash;
    hash.add(file.checkpoint().identity());
    hash.add(original.checkpoint().identity());
    Model::Parts parts = file.parts();
    for (Weight& weight : parts.weights) {
        if (!wanted.contains(weight.name)) {
            weight = renumbered(std::move(weight), [&](std::size_t tensor) { return contents.ofFile(tensor); });
            continue;
        }
        hash.add(weight.name);
        Weight taken =
            renumbered(sourceFor(file, weight, original), [&](std::size_t tensor) { return contents.ofOriginal(tensor); });
        taken.role = weight.role;
        taken.layer = weight.layer;
        taken.isBias = weight.isBias;
        taken.shape = std::move(weight.shape); // without, or with, leading ones
        weight = std::move(taken);
    }
    parts.graft = Graft{.original = original.checkpoint().path(), .weights = {weights.begin(), weights.end()}};
    parts.checkpoint = contents.finish(hash.value());
    return std::make_shared<const Model>(std::move(parts));
}

} // namespace quantlathe
