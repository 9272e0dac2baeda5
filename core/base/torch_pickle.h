// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the pickles of torch.save: dictionaries of tensors, lists and settings. Only the opcodes that they need; the same
// calls give the same bytes. Source: the opcodes of Python's pickletools, protocol 2. Reading: checkpoint/pickle.h.
#pragma once

#include "base/element_type.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// What an archive of torch.save holds beside its pickle and its storages.
inline constexpr std::string_view torchByteOrder = "little";
inline constexpr std::string_view torchArchiveVersion = "3\n";

/// A storage of the archive: the entry data/<key>.
struct TorchStorage {
    std::string key;
    ElementType type = ElementType::F32;
    std::uint64_t elements = 0;
    bool isUntyped = false; // bytes, to which every tensor gives a type of its own; `type` is none then
};

/// Values one after the other lie as in Python's own writer: a group is opened, filled and closed. Numbers that are not known
/// when an archive is laid out are written with a fixed width.
class TorchPickle {
public:
    TorchPickle();

    void openDict(); // then key, value, key, value …
    void closeDict();
    void openList();
    void closeList();

    void text(std::string_view text);
    void integer(std::int64_t number);
    void fixedInteger(std::int32_t number); // of five bytes, whatever the number
    void boolean(bool value);
    void none();
    /// "torch float16"
    void global(std::string_view name);
    void size(std::span<const std::uint64_t> shape); // a torch.Size

    /// A tensor whose values lie one after the other from element `offset` of the storage on. Throws Error(badInput) for a type
    /// that PyTorch does not know.
    void tensor(const TorchStorage& storage, ElementType type, std::uint64_t offset, std::span<const std::uint64_t> shape);
    /// A coalesced matrix of `entries` values; `indices`: two rows of as many numbers.
    void sparseMatrix(const TorchStorage& indices, const TorchStorage& values, std::uint32_t entries,
                      std::span<const std::uint64_t> shape);

    [[nodiscard]] std::vector<std::byte> finish();

private:
    void put(std::uint8_t byte) { bytes_.push_back(static_cast<std::byte>(byte)); }
    template <class Number>
    void putNumber(Number number);
    void putBytes(std::string_view text);
    void tuple(std::size_t count);
    void tupleOf(std::span<const std::uint64_t> numbers);
    void storage(const TorchStorage& storage, bool isFixed);
    void storageId(const TorchStorage& storage, bool isFixed);
    void endTensor();
    /// Puts a value that was written before; false when it was not, and remembers the next one under this name.
    bool recall(const std::string& name);
    void remember(const std::string& name);

    std::vector<std::byte> bytes_;
    std::map<std::string, std::uint32_t, std::less<>> memo_;
};

} // namespace quantlathe
