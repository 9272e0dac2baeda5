// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of output families.
#include "base/text.h"
#include "formats/aqlm/aqlm_format.h"
#include "formats/awq/awq_format.h"
#include "formats/bitsandbytes/bitsandbytes_format.h"
#include "formats/compressed_tensors/compressed_tensors_format.h"
#include "formats/exl2/exl2_format.h"
#include "formats/fbgemm/fbgemm_format.h"
#include "formats/format.h"
#include "formats/gguf/gguf_format.h"
#include "formats/gptq/gptq_format.h"
#include "formats/hqq/hqq_format.h"
#include "formats/safetensors/plain_format.h"
#include "formats/smoothquant/smoothquant_format.h"
#include "formats/spqr/spqr_format.h"

#include <algorithm>
#include <array>

namespace quantlathe {

std::span<const Format* const> formats() {
    static const auto all = std::to_array<const Format*>(
        {&gguf::format(), &bitsandbytes::format(), &hqq::format(), &fbgemm::format(), &gptq::format(), &awq::format(),
         &compressed::format(), &smoothquant::format(), &exl2::format(), &aqlm::format(), &spqr::format(), &plain::format()});
    return all;
}

const Format* formatById(std::string_view id) {
    const auto all = formats();
    const auto found = std::ranges::find_if(all, [&](const Format* format) { return equalsAnyCase(format->id(), id); });
    return found == all.end() ? nullptr : *found;
}

const Preset* presetByName(const Format& format, std::string_view name) {
    const auto presets = format.presets();
    const auto found = std::ranges::find_if(presets, [&](const Preset& preset) {
        return equalsAnyCase(preset.name, name) ||
               std::ranges::any_of(preset.aliases, [&](std::string_view alias) { return equalsAnyCase(alias, name); });
    });
    return found == presets.end() ? nullptr : &*found;
}

std::uint64_t OutputLayout::bytes() const {
    std::uint64_t sum = 0;
    for (const PlannedFile& file : files) {
        sum += file.bytes;
    }
    return sum;
}

} // namespace quantlathe
