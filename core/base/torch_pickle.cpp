// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/torch_pickle.h"

#include "base/error.h"
#include "base/pickle_opcodes.h"
#include "base/torch_types.h"
#include "base/words.h"

#include <limits>

namespace quantlathe {
namespace {

constexpr std::uint8_t writtenProtocol = 2; // as torch.save writes
constexpr std::size_t mostTupleOpcode = 3;
constexpr std::uint32_t mostShortMemo = 0xFF;

constexpr std::string_view rebuildTensor = "torch._utils _rebuild_tensor_v2";
constexpr std::string_view rebuildUntyped = "torch._utils _rebuild_tensor_v3";
constexpr std::string_view rebuildSparse = "torch._utils _rebuild_sparse_tensor";

std::string_view nameFor(ElementType type, bool isUntyped) {
    if (const auto name = isUntyped ? torchNameOf(torchDtypes, type) : torchNameOf(torchStorages, type)) {
        return *name;
    }
    throw badInput({}, say("PyTorch has no type {}", info(type).name),
                   say("Leave such tensors out, or choose another format."));
}

} // namespace

TorchPickle::TorchPickle() {
    put(pickle::protocol);
    put(writtenProtocol);
}

template <class Number>
void TorchPickle::putNumber(Number number) {
    const auto raw = std::as_bytes(std::span(&number, 1));
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
}

void TorchPickle::putBytes(std::string_view text) {
    const auto raw = std::as_bytes(std::span(text));
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
}

void TorchPickle::openDict() {
    put(pickle::emptyDict);
    put(pickle::mark);
}
void TorchPickle::closeDict() {
    put(pickle::setItems);
}
void TorchPickle::openList() {
    put(pickle::emptyList);
    put(pickle::mark);
}
void TorchPickle::closeList() {
    put(pickle::appends);
}

void TorchPickle::text(std::string_view text) {
    put(pickle::binUnicode);
    putNumber(static_cast<std::uint32_t>(text.size()));
    putBytes(text);
}

void TorchPickle::integer(std::int64_t number) {
    if (number >= 0 && number <= std::numeric_limits<std::uint8_t>::max()) {
        put(pickle::binInt1);
        put(static_cast<std::uint8_t>(number));
    } else if (number >= 0 && number <= std::numeric_limits<std::uint16_t>::max()) {
        put(pickle::binInt2);
        putNumber(static_cast<std::uint16_t>(number));
    } else if (number >= std::numeric_limits<std::int32_t>::min() && number <= std::numeric_limits<std::int32_t>::max()) {
        fixedInteger(static_cast<std::int32_t>(number));
    } else {
        put(pickle::long1);
        put(sizeof number);
        putNumber(number);
    }
}

void TorchPickle::fixedInteger(std::int32_t number) {
    put(pickle::binInt);
    putNumber(number);
}

void TorchPickle::boolean(bool value) {
    put(value ? pickle::newTrue : pickle::newFalse);
}

void TorchPickle::none() {
    put(pickle::none);
}

bool TorchPickle::recall(const std::string& name) {
    const auto found = memo_.find(name);
    if (found == memo_.end()) {
        return false;
    }
    if (found->second <= mostShortMemo) {
        put(pickle::binGet);
        put(static_cast<std::uint8_t>(found->second));
    } else {
        put(pickle::longBinGet);
        putNumber(found->second);
    }
    return true;
}

void TorchPickle::remember(const std::string& name) {
    const auto number = static_cast<std::uint32_t>(memo_.size());
    memo_.emplace(name, number);
    if (number <= mostShortMemo) {
        put(pickle::binPut);
        put(static_cast<std::uint8_t>(number));
    } else {
        put(pickle::longBinPut);
        putNumber(number);
    }
}

void TorchPickle::global(std::string_view name) {
    const std::string key(name);
    if (recall(key)) {
        return;
    }
    put(pickle::global);
    for (const std::string_view part : {name.substr(0, name.find(' ')), name.substr(name.find(' ') + 1)}) {
        putBytes(part);
        put('\n');
    }
    remember(key);
}

/// Of the last values, which a mark precedes when they are none or more than three.
void TorchPickle::tuple(std::size_t count) {
    put(count == 0 || count > mostTupleOpcode ? static_cast<std::uint8_t>(pickle::tuple)
                                              : static_cast<std::uint8_t>(pickle::tuple1 + count - 1));
}

void TorchPickle::tupleOf(std::span<const std::uint64_t> numbers) {
    if (numbers.empty()) {
        put(pickle::emptyTuple);
        return;
    }
    if (numbers.size() > mostTupleOpcode) {
        put(pickle::mark);
    }
    for (const std::uint64_t number : numbers) {
        integer(static_cast<std::int64_t>(number));
    }
    tuple(numbers.size());
}

void TorchPickle::size(std::span<const std::uint64_t> shape) {
    global("torch Size");
    tupleOf(shape);
    tuple(1);
    put(pickle::reduce);
}

/// ("storage", class, key, device, elements)
void TorchPickle::storageId(const TorchStorage& storage, bool isFixed) {
    put(pickle::mark);
    text("storage");
    global(storage.isUntyped ? torchUntypedStorage : nameFor(storage.type, false));
    text(storage.key);
    text("cpu");
    if (isFixed) {
        fixedInteger(static_cast<std::int32_t>(storage.elements));
    } else {
        integer(static_cast<std::int64_t>(storage.elements));
    }
    put(pickle::tuple);
    put(pickle::binPersistentId);
}

void TorchPickle::storage(const TorchStorage& storage, bool isFixed) {
    const std::string key = "data/" + storage.key;
    if (!recall(key)) {
        storageId(storage, isFixed);
        remember(key);
    }
}

/// No gradient, no hooks.
void TorchPickle::endTensor() {
    boolean(false);
    global("collections OrderedDict");
    put(pickle::emptyTuple);
    put(pickle::reduce);
}

void TorchPickle::tensor(const TorchStorage& stored, ElementType type, std::uint64_t offset,
                         std::span<const std::uint64_t> shape) {
    std::vector<std::uint64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) {
        strides[i - 1] = strides[i] * shape[i];
    }
    global(stored.isUntyped ? rebuildUntyped : rebuildTensor);
    put(pickle::mark);
    storage(stored, false);
    integer(static_cast<std::int64_t>(offset));
    tupleOf(shape);
    tupleOf(strides);
    endTensor();
    if (stored.isUntyped) {
        global(nameFor(type, true));
    }
    put(pickle::tuple);
    put(pickle::reduce);
}

void TorchPickle::sparseMatrix(const TorchStorage& indices, const TorchStorage& values, std::uint32_t entries,
                               std::span<const std::uint64_t> shape) {
    const auto count = static_cast<std::int32_t>(entries);
    global(rebuildSparse);
    global("torch.serialization _get_layout");
    text("torch.sparse_coo");
    tuple(1);
    put(pickle::reduce);
    put(pickle::mark);
    global(rebuildTensor);
    put(pickle::mark);
    storage(indices, true);
    integer(0);
    integer(2);
    fixedInteger(count);
    tuple(2);
    fixedInteger(count);
    integer(1);
    tuple(2);
    endTensor();
    put(pickle::tuple);
    put(pickle::reduce);
    global(rebuildTensor);
    put(pickle::mark);
    storage(values, true);
    integer(0);
    fixedInteger(count);
    tuple(1);
    integer(1);
    tuple(1);
    endTensor();
    put(pickle::tuple);
    put(pickle::reduce);
    size(shape);
    boolean(true); // coalesced
    put(pickle::tuple);
    tuple(2);
    put(pickle::reduce);
}

std::vector<std::byte> TorchPickle::finish() {
    put(pickle::stop);
    return std::move(bytes_);
}

} // namespace quantlathe
