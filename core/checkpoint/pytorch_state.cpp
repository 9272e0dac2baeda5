// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/pytorch_state.h"

#include "base/checked.h"
#include "base/text.h"
#include "base/torch_types.h"
#include "base/words.h"
#include "checkpoint/pickle.h"
#include "checkpoint/tensor_size.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <unordered_set>

namespace quantlathe {
namespace {

constexpr std::string_view orderedDict = "collections OrderedDict";
constexpr std::string_view rebuildTensor = "torch._utils _rebuild_tensor";
constexpr std::string_view rebuildTensor2 = "torch._utils _rebuild_tensor_v2";
constexpr std::string_view rebuildTensor3 = "torch._utils _rebuild_tensor_v3"; // names the type beside an untyped storage
constexpr std::string_view rebuildParameter = "torch._utils _rebuild_parameter";
constexpr std::string_view torchSize = "torch Size";
constexpr std::string_view rebuildSparse = "torch._utils _rebuild_sparse_tensor";
constexpr std::string_view layoutOf = "torch.serialization _get_layout";

/// The last ones occur only where sparse matrices are looked for.
constexpr std::array sparseGlobals{rebuildSparse, layoutOf};
constexpr auto knownGlobals = [] {
    constexpr std::array functions{orderedDict,      rebuildTensor, rebuildTensor2,     rebuildTensor3,
                                   rebuildParameter, torchSize,     torchUntypedStorage};
    std::array<std::string_view, functions.size() + torchStorages.size() + torchDtypes.size() + sparseGlobals.size()> all{};
    auto next = std::copy(functions.begin(), functions.end(), all.begin());
    for (const TorchType& type : torchStorages) {
        *next++ = type.global;
    }
    for (const TorchType& type : torchDtypes) {
        *next++ = type.global;
    }
    std::copy(sparseGlobals.begin(), sparseGlobals.end(), next);
    return all;
}();

std::span<const std::string_view> globalsFor(PyTorchDepth depth) {
    const std::span<const std::string_view> all(knownGlobals);
    return depth == PyTorchDepth::listsToo ? all : all.first(all.size() - sparseGlobals.size());
}

/// Where training programs keep the model in a dictionary of other things.
constexpr std::array<std::string_view, 4> wrappers{"state_dict", "model_state_dict", "model", "module"};

constexpr std::size_t maxValueDepth = 32;
constexpr std::size_t maxPickledTensors = 1'000'000;
constexpr std::size_t maxVisits = 10'000'000; // dictionaries can be shared, so that a small pickle names many
constexpr std::size_t maxPickledDimensions = 16;
constexpr std::size_t maxNameBytes = 65'535;
constexpr std::size_t maxNamesBytes = 64'000'000; // of all tensors, and of the dictionaries on the way to them

class StateReader {
public:
    StateReader(const HeaderSource& source, PyTorchDepth depth)
        : source_(source), isDeep_(depth == PyTorchDepth::listsToo), pickle_(parsePickle(source, globalsFor(depth))) {}

    std::vector<PyTorchTensor> read() {
        std::uint32_t root = pickle_.root;
        if (!isDict(root)) {
            throw wrong("", say("it is not a dictionary of tensors"));
        }
        if (!holdsTensor(root)) {
            root = wrapped(root).value_or(root);
        }
        collect(root, "", 0);
        if (tensors_.empty()) {
            throw wrong("", say("it holds no tensor"));
        }
        return std::move(tensors_);
    }

private:
    [[nodiscard]] Error wrong(std::string_view name, std::string_view why) const {
        return badInput(source_.file, say("{} is not a state dict that can be read", source_.subject),
                        name.empty() ? say("In its pickle: {}.", why) : say("Tensor {}: {}.", escapeForDisplay(name), why));
    }

    [[nodiscard]] bool isCallOf(std::uint32_t index, std::string_view global) const {
        const PickleValue& value = pickle_[index];
        return value.kind == PickleKind::call && pickle_[value.items[0]].text == global;
    }
    [[nodiscard]] bool isDict(std::uint32_t index) const {
        return pickle_[index].kind == PickleKind::dict || isCallOf(index, orderedDict);
    }
    /// A parameter is a tensor in a wrapper; anything else stays what it is.
    [[nodiscard]] std::uint32_t unwrapped(std::uint32_t index) const {
        if (isCallOf(index, rebuildParameter)) {
            const PickleValue& arguments = pickle_[pickle_[index].items[1]];
            return arguments.items.empty() ? index : arguments.items[0];
        }
        return index;
    }
    [[nodiscard]] bool isTensor(std::uint32_t index) const {
        const std::uint32_t inner = unwrapped(index);
        return isCallOf(inner, rebuildTensor) || isCallOf(inner, rebuildTensor2) || isCallOf(inner, rebuildTensor3);
    }

    /// Calls `take` with every key and value of a dictionary.
    template <typename Take>
    void forEachPair(std::uint32_t index, Take take) const {
        const PickleValue& dict = pickle_[index];
        std::size_t first = 0;
        if (dict.kind == PickleKind::call) {
            first = 2;
            const PickleValue& arguments = pickle_[dict.items[1]];
            if (!arguments.items.empty()) { // OrderedDict([[key, value], …])
                for (const std::uint32_t pair : pickle_[arguments.items[0]].items) {
                    if (pickle_[pair].items.size() != 2) {
                        throw wrong("", say("an ordered dictionary is made of something else than pairs"));
                    }
                    take(pickle_[pair].items[0], pickle_[pair].items[1]);
                }
            }
        }
        for (std::size_t i = first; i + 1 < dict.items.size(); i += 2) {
            take(dict.items[i], dict.items[i + 1]);
        }
    }

    [[nodiscard]] bool holdsTensor(std::uint32_t dict) const {
        bool found = false;
        forEachPair(dict, [&](std::uint32_t /*key*/, std::uint32_t value) { found = found || isTensor(value); });
        return found;
    }

    [[nodiscard]] std::optional<std::uint32_t> wrapped(std::uint32_t dict) const {
        std::optional<std::uint32_t> best;
        std::size_t rank = wrappers.size();
        std::unordered_set<std::uint32_t> seen; // a small pickle can name one dictionary again and again
        forEachPair(dict, [&](std::uint32_t key, std::uint32_t value) {
            const auto* const found = std::ranges::find(wrappers, pickle_[key].text);
            const auto here = static_cast<std::size_t>(found - wrappers.begin());
            if (here < rank && isDict(value) && seen.insert(value).second && holdsTensor(value)) {
                best = value;
                rank = here;
            }
        });
        return best;
    }

    void collect(std::uint32_t dict, const std::string& prefix, std::size_t depth) {
        if (depth > maxValueDepth) {
            throw wrong(prefix, say("dictionaries are nested too deeply"));
        }
        forEachPair(dict, [&](std::uint32_t key, std::uint32_t value) {
            if (isTaken(value)) {
                take(value, prefix + (prefix.empty() ? "" : ".") + keyText(key), depth);
            } else {
                countVisit();
            }
        });
    }

    void countVisit() {
        if (++visits_ > maxVisits) {
            throw wrong("", say("it names more values than any model needs"));
        }
    }

    [[nodiscard]] bool isSparse(std::uint32_t index) const { return isDeep_ && isCallOf(index, rebuildSparse); }
    [[nodiscard]] bool isList(std::uint32_t index) const { return isDeep_ && pickle_[index].kind == PickleKind::list; }
    /// All else is numbers, texts, settings.
    [[nodiscard]] bool isTaken(std::uint32_t index) const {
        return isDict(index) || isTensor(index) || isSparse(index) || isList(index);
    }

    void take(std::uint32_t value, const std::string& name, std::size_t depth) {
        countVisit();
        if (name.size() > maxNameBytes) {
            throw wrong(name, say("the name is too long"));
        }
        namesBytes_ += name.size();
        if (namesBytes_ > maxNamesBytes) {
            throw wrong("", say("the names of its tensors have more than {} bytes", groupedDigits(maxNamesBytes)));
        }
        if (isDict(value)) {
            collect(value, name, depth + 1);
        } else if (isList(value)) {
            takeList(value, name);
        } else if (isSparse(value)) {
            takeSparse(value, name);
        } else {
            takeTensor(value, name);
        }
    }

    void takeTensor(std::uint32_t value, const std::string& name) {
        if (tensors_.size() == maxPickledTensors) {
            throw wrong("", say("it names more than {} tensors", groupedDigits(maxPickledTensors)));
        }
        tensors_.push_back(tensorFrom(name, unwrapped(value)));
    }

    /// Lists in lists are none of tensors.
    void takeList(std::uint32_t list, const std::string& name) {
        std::size_t number = 0;
        for (const std::uint32_t item : pickle_[list].items) {
            if (isTensor(item)) {
                take(item, fmt::format("{}.{}", name, number), 0);
            } else {
                countVisit();
            }
            ++number;
        }
    }

    /// (layout, (indices, values, size …))
    void takeSparse(std::uint32_t call, const std::string& name) {
        const std::vector<std::uint32_t>& arguments = pickle_[pickle_[call].items[1]].items;
        if (arguments.size() != 2 || !isCallOf(arguments[0], layoutOf)) {
            throw wrong(name, say("a layout and the parts of a sparse matrix are expected"));
        }
        const std::vector<std::uint32_t>& layout = pickle_[pickle_[arguments[0]].items[1]].items;
        const std::vector<std::uint32_t>& parts = pickle_[arguments[1]].items;
        const bool isCoordinates = layout.size() == 1 && pickle_[layout[0]].text == "torch.sparse_coo";
        if (!isCoordinates || parts.size() < 3 || !isTensor(parts[0]) || !isTensor(parts[1])) {
            throw wrong(name, say("only sparse matrices with coordinates are read"));
        }
        take(parts[0], name + ".indices", 0);
        take(parts[1], name + ".values", 0);
    }

    [[nodiscard]] std::string keyText(std::uint32_t index) const {
        const PickleValue& key = pickle_[index];
        if (key.kind == PickleKind::integer) {
            return fmt::to_string(key.number);
        }
        if (key.kind != PickleKind::text || !isValidUtf8(key.text)) {
            throw wrong("", say("the name of a tensor is not a text"));
        }
        return std::string(key.text);
    }

    [[nodiscard]] PyTorchTensor tensorFrom(const std::string& name, std::uint32_t call) const {
        const std::vector<std::uint32_t>& arguments = pickle_[pickle_[call].items[1]].items;
        const bool isUntyped = isCallOf(call, rebuildTensor3);
        if (arguments.size() < (isUntyped ? 7U : 4U)) {
            throw wrong(name, say("storage, offset, size and strides are expected"));
        }
        PyTorchTensor tensor{.name = name,
                             .storage = {},
                             .storageBytes = 0,
                             .type = ElementType::F32,
                             .offset = countFrom(name, arguments[1]),
                             .shape = countsFrom(name, arguments[2]),
                             .strides = countsFrom(name, arguments[3])};
        takeStorage(tensor, arguments[0], isUntyped ? std::optional(arguments[6]) : std::nullopt);
        checkExtent(tensor);
        return tensor;
    }

    [[nodiscard]] std::uint64_t countFrom(const std::string& name, std::uint32_t index) const {
        const PickleValue& value = pickle_[index];
        if (value.kind != PickleKind::integer || value.number < 0) {
            throw wrong(name, say("an offset, a dimension or a stride is no count"));
        }
        return static_cast<std::uint64_t>(value.number);
    }

    [[nodiscard]] std::vector<std::uint64_t> countsFrom(const std::string& name, std::uint32_t index) const {
        if (isCallOf(index, torchSize)) {
            const std::vector<std::uint32_t>& arguments = pickle_[pickle_[index].items[1]].items;
            if (arguments.size() == 1) {
                return countsFrom(name, arguments[0]);
            }
        }
        const PickleValue& value = pickle_[index];
        if ((value.kind != PickleKind::tuple && value.kind != PickleKind::list) || value.items.size() > maxPickledDimensions) {
            throw wrong(name, say("size and strides must be tuples of at most {} numbers", maxPickledDimensions));
        }
        std::vector<std::uint64_t> counts;
        for (const std::uint32_t item : value.items) {
            counts.push_back(countFrom(name, item));
        }
        return counts;
    }

    /// The persistent id is ("storage", class, key, device, elements).
    void takeStorage(PyTorchTensor& tensor, std::uint32_t index, std::optional<std::uint32_t> dtype) const {
        const PickleValue& persistent = pickle_[index];
        if (persistent.kind != PickleKind::persistent || pickle_[persistent.items[0]].items.size() < 5) {
            throw wrong(tensor.name, say("its storage is not one of the archive"));
        }
        const std::vector<std::uint32_t>& id = pickle_[persistent.items[0]].items;
        const PickleValue& kind = pickle_[id[1]];
        const std::optional<ElementType> stored =
            dtype ? typeOfTorchName(torchDtypes, pickle_[*dtype].text) : typeOfTorchName(torchStorages, kind.text);
        if (pickle_[id[0]].text != "storage" || pickle_[id[2]].kind != PickleKind::text || !stored ||
            (dtype && kind.text != torchUntypedStorage)) {
            throw wrong(tensor.name, say("its storage has a type that is not known"));
        }
        tensor.type = *stored;
        tensor.storage = pickle_[id[2]].text;
        const std::uint64_t units = countFrom(tensor.name, id[4]);
        const auto bytes = dtype ? std::optional(units) : checkedMultiply(units, info(*stored).bytesPerBlock);
        if (!bytes) {
            throw wrong(tensor.name, say("its storage is too large"));
        }
        tensor.storageBytes = *bytes;
    }

    void checkExtent(const PyTorchTensor& tensor) const {
        if (tensor.strides.size() != tensor.shape.size()) {
            throw wrong(tensor.name, say("{} dimensions have {} strides", tensor.shape.size(), tensor.strides.size()));
        }
        if (!tensorBytes(tensor.type, tensor.shape)) {
            throw wrong(tensor.name, say("its shape is too large"));
        }
        if (std::ranges::find(tensor.shape, 0U) != tensor.shape.end()) {
            return;
        }
        std::optional<std::uint64_t> last = tensor.offset; // the farthest element
        for (std::size_t i = 0; i < tensor.shape.size() && last; ++i) {
            const auto reach = checkedMultiply(tensor.shape[i] - 1, tensor.strides[i]);
            last = reach ? checkedAdd(*last, *reach) : std::nullopt;
        }
        const std::uint64_t elements = tensor.storageBytes / info(tensor.type).bytesPerBlock;
        if (!last || *last >= elements) {
            throw wrong(tensor.name, say("it reaches beyond its storage {} of {} elements", escapeForDisplay(tensor.storage),
                                         groupedDigits(elements)));
        }
    }

    const HeaderSource& source_;
    bool isDeep_;
    Pickle pickle_;
    std::vector<PyTorchTensor> tensors_;
    std::size_t visits_ = 0;
    std::size_t namesBytes_ = 0;
};

} // namespace

std::vector<PyTorchTensor> parsePyTorchState(const HeaderSource& pickle, PyTorchDepth depth) {
    return StateReader(pickle, depth).read();
}

} // namespace quantlathe
