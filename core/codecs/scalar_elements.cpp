// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of element types that are plain numbers. All of them are decoded by floatsFromStored().
#include "codecs/codec.h"
#include "kernels/convert.h"

#include <cstring>

namespace quantlathe::codec {
namespace {

std::span<const float> values(const EncodeTask& task) {
    return {task.weights, task.rows * task.columns};
}

std::span<std::byte> halves(const EncodeTask& task) {
    return {reinterpret_cast<std::byte*>(task.out), task.rows * task.columns * 2};
}

} // namespace

void encodeF32(const EncodeTask& task) {
    std::memcpy(task.out, task.weights, values(task).size_bytes());
}

void encodeF16(const EncodeTask& task) {
    f16FromFloats(values(task), halves(task));
}

void encodeBF16(const EncodeTask& task) {
    bf16FromFloats(values(task), halves(task));
}

} // namespace quantlathe::codec
