// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plan_file.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/words.h"
#include "plan/pinned_plan.h"
#include "plan/plan_json_parts.h"

#include <algorithm>
#include <span>
#include <string>

namespace quantlathe {

namespace {

std::string beginningOf(const std::filesystem::path& path) {
    constexpr std::uint64_t most = 1U << 20U;
    const InputFile file(path);
    std::string text(static_cast<std::size_t>(std::min(file.stamp().size, most)), '\0');
    return file.readAt(0, std::as_writable_bytes(std::span(text))) ? text : std::string();
}

} // namespace

PinnedPlan readPinnedPlan(const std::filesystem::path& file) {
    if (stampOf(file).size > plan_json::mostJsonBytes) {
        throw badInput(file, say("This is no plan"), say("It is larger than 64 MiB."));
    }
    PinnedPlan plan = parsePinnedPlan(readTextFile(file, plan_json::mostJsonBytes), file);
    if (std::filesystem::path& guide = plan.document.calibration.file; !guide.empty()) {
        guide = file.parent_path() / guide; // an absolute one stays
    }
    return plan;
}

PlanDocument readPlan(const std::filesystem::path& file) {
    return readPinnedPlan(file).document;
}

bool looksLikePlan(const std::filesystem::path& file) noexcept {
    try {
        return file.extension() == ".json" && fileKind(file) == FileKind::file &&
               beginningOf(file).find("\"quantlathe_plan\"") != std::string::npos;
    } catch (const std::exception&) {
        return false; // not readable: opening it says what is wrong
    }
}

} // namespace quantlathe
