// SPDX-License-Identifier: GPL-3.0-or-later
// How PyTorch's pickles name the types of values ("module name"): a typed storage has one, a tensor of an untyped storage says
// it beside it.
#pragma once

#include "base/element_type.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace quantlathe {

struct TorchType {
    std::string_view global;
    ElementType type;
};
inline constexpr std::array torchStorages{
    TorchType{"torch FloatStorage", ElementType::F32},        TorchType{"torch HalfStorage", ElementType::F16},
    TorchType{"torch BFloat16Storage", ElementType::BF16},    TorchType{"torch DoubleStorage", ElementType::F64},
    TorchType{"torch LongStorage", ElementType::I64},         TorchType{"torch IntStorage", ElementType::I32},
    TorchType{"torch ShortStorage", ElementType::I16},        TorchType{"torch CharStorage", ElementType::I8},
    TorchType{"torch ByteStorage", ElementType::U8},          TorchType{"torch BoolStorage", ElementType::BOOL},
    TorchType{"torch ComplexFloatStorage", ElementType::C64},
};
inline constexpr std::array torchDtypes{
    TorchType{"torch float32", ElementType::F32},
    TorchType{"torch float16", ElementType::F16},
    TorchType{"torch bfloat16", ElementType::BF16},
    TorchType{"torch float64", ElementType::F64},
    TorchType{"torch float8_e4m3fn", ElementType::F8_E4M3},
    TorchType{"torch float8_e5m2", ElementType::F8_E5M2},
    TorchType{"torch float8_e8m0fnu", ElementType::F8_E8M0},
    TorchType{"torch uint16", ElementType::U16},
    TorchType{"torch uint32", ElementType::U32},
    TorchType{"torch uint64", ElementType::U64},
    TorchType{"torch int64", ElementType::I64},
    TorchType{"torch int32", ElementType::I32},
    TorchType{"torch int16", ElementType::I16},
    TorchType{"torch int8", ElementType::I8},
    TorchType{"torch uint8", ElementType::U8},
    TorchType{"torch bool", ElementType::BOOL},
};
inline constexpr std::string_view torchUntypedStorage = "torch.storage UntypedStorage";

template <std::size_t count>
constexpr std::optional<ElementType> typeOfTorchName(const std::array<TorchType, count>& types, std::string_view global) {
    const auto* const found = std::ranges::find(types, global, &TorchType::global);
    return found == types.end() ? std::nullopt : std::optional(found->type);
}
template <std::size_t count>
constexpr std::optional<std::string_view> torchNameOf(const std::array<TorchType, count>& types, ElementType type) {
    const auto* const found = std::ranges::find(types, type, &TorchType::type);
    return found == types.end() ? std::nullopt : std::optional(found->global);
}

} // namespace quantlathe
