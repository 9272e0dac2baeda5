// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of reading and writing plan.json (docs/plan.md), sensitivity files (docs/planning.md) and measurement.json
// (docs/formats/exl2.md). Private to plan/ and measure/.
#pragma once

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "formats/output_options.h"
#include "plan/calibration_choice.h"
#include "plan/plan.h"

#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace quantlathe::plan_json {

using Json = nlohmann::json;                // for reading: sorted keys, so many of them cost little
using OrderedJson = nlohmann::ordered_json; // for writing: keys as docs/plan.md lists them

inline constexpr std::size_t mostJsonBytes = 64U << 20U; // of a file that is read

/// A place in the document, as a JSON pointer (RFC 6901).
class Place {
public:
    /// `title`: words() of every refusal, a text that lasts.
    explicit Place(const std::filesystem::path& file, std::string_view title = words("This is no valid plan"),
                   std::string pointer = {})
        : file_(file), title_(title), pointer_(std::move(pointer)) {}

    [[nodiscard]] Place at(std::string_view key) const {
        std::string pointer = pointer_ + '/';
        for (const char c : key) {
            pointer += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
        }
        return Place(file_, title_, std::move(pointer));
    }
    [[nodiscard]] Place at(std::size_t index) const { return Place(file_, title_, fmt::format("{}/{}", pointer_, index)); }

    [[noreturn]] void refuse(std::string_view what) const {
        const std::string where = pointer_.empty() ? say("The document") : escapeForDisplay(pointer_);
        throw badInput(file_, translated(title_), fmt::format("{} {}", where, what));
    }

private:
    const std::filesystem::path& file_;
    std::string_view title_;
    std::string pointer_;
};

/// Parses strictly: one value, no comments, no duplicate keys, bounded nesting and size. Refuses anything else.
[[nodiscard]] Json parsedJson(std::string_view text, const Place& root, std::size_t mostBytes, int deepestNesting);

/// Anything but a text is refused.
[[nodiscard]] std::string textAt(const Json& value, const Place& place);

/// Strictly: what does not belong to its source is refused.
[[nodiscard]] CalibrationChoice calibrationAt(const Json& value, const Place& place);
/// Adds the key, unless there is no calibration.
void writeCalibration(const CalibrationChoice& choice, OrderedJson& document);

/// Strictly, too; informative.
[[nodiscard]] PlanLimits limitsAt(const Json& value, const Place& place);
/// Adds the key, unless there are none.
void writeLimits(const PlanLimits& limits, OrderedJson& document);

/// Reads one key of the document if it is one of the output options; false if it is none. Refuses at the place of the fault.
[[nodiscard]] bool readOption(OutputOptions& options, std::string_view key, const Json& value, const Place& place);
/// Adds the keys of all options that differ from the default.
void writeOptions(const OutputOptions& options, OrderedJson& document);

} // namespace quantlathe::plan_json
