// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plan_file.h"

#include "base/error.h"
#include "base/file.h"
#include "base/words.h"

#include <algorithm>
#include <string_view>

namespace quantlathe {

namespace {

constexpr std::size_t mostBytes = 64U << 20U;

std::string_view textOf(const MappedFile& file, std::size_t most) {
    const auto bytes = file.bytes();
    return {reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), most)};
}

} // namespace

PlanDocument readPlan(const std::filesystem::path& file) {
    const MappedFile mapped(file);
    if (mapped.bytes().size() > mostBytes) {
        throw badInput(file, say("This is no plan"), say("It is larger than 64 MiB."));
    }
    return parsePlan(textOf(mapped, mostBytes), file);
}

bool looksLikePlan(const std::filesystem::path& file) noexcept {
    constexpr std::size_t beginning = 1U << 20U;
    try {
        std::error_code ignored;
        return file.extension() == ".json" && std::filesystem::is_regular_file(file, ignored) &&
               textOf(MappedFile(file), beginning).find("\"quantlathe_plan\"") != std::string_view::npos;
    } catch (const std::exception&) {
        return false; // not readable: opening it says what is wrong
    }
}

} // namespace quantlathe
