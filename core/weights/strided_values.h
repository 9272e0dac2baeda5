// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a tensor with strides (a PyTorch view) in the order of its shape.
#pragma once

#include "checkpoint/checkpoint.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace quantlathe {

/// Fills `into` with bytes from `offset` on, counted from the tensor's first value in its file.
using ReadBytes = std::function<void(std::uint64_t offset, std::span<std::byte> into)>;

/// Values [first, first + n) of a tensor whose `strides` are not empty; `out` has room for n of them. Transposed views are read
/// in runs along their stored rows, other ones row by row; holds one such run or row beside `out`.
void readStrided(const TensorInfo& tensor, std::uint64_t first, std::span<std::byte> out, const ReadBytes& read);

} // namespace quantlathe
