// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli formats: what can be written.
#include "base/error.h"
#include "base/text.h"
#include "command.h"
#include "formats/format.h"
#include "table.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

namespace quantlathe::cli {
namespace {

/// Names only; what a program asks for beside stands in "loads_in" of the format.
Json programsJson(const Format& format, const Preset* preset) {
    Json programs = Json::array();
    for (const LoadingProgram& program : format.programs()) {
        if (!whyNotIn(program.name, format, preset)) {
            programs.push_back(program.name);
        }
    }
    return programs;
}

Json presetsJson(const Format& format) {
    Json presets = Json::array();
    for (const Preset& preset : format.presets()) {
        presets.push_back({{"name", preset.name},
                           {"aliases", preset.aliases},
                           {"description", preset.description},
                           {"programs", programsJson(format, &preset)},
                           {"runs_on", hardwareText(format.hardware(preset))},
                           {"needs_calibration", format.needsCalibration(preset)}});
    }
    return presets;
}

Json encodingsJson(const Format& format) {
    Json encodings = Json::array();
    for (const Encoding* const encoding : format.encodings()) {
        encodings.push_back({{"name", encoding->name()},
                             {"bits_per_weight", jsonNumber(encoding->bitsPerWeight())},
                             {"column_multiple", encoding->columnMultiple()},
                             {"uses_importance", encoding->usesImportance()},
                             {"requires_importance", encoding->requiresImportance()},
                             {"has_effort", encoding->hasEffort()},
                             {"exact", encoding->isExact()}});
    }
    return encodings;
}

Json optionsJson(const Format& format) {
    Json options = Json::array();
    for (const FormatOption& option : format.options()) {
        Json entry{{"id", option.id}, {"title", option.title}, {"help", option.help}, {"default", option.defaultValue}};
        switch (option.kind) {
        case FormatOption::Kind::choice: entry["values"] = option.values; break;
        case FormatOption::Kind::flag: entry["values"] = {"true", "false"}; break;
        case FormatOption::Kind::number: entry["range"] = {option.low, option.high}; break;
        }
        options.push_back(std::move(entry));
    }
    return options;
}

std::string valuesText(const FormatOption& option) {
    switch (option.kind) {
    case FormatOption::Kind::choice: return fmt::format("{}", fmt::join(option.values, ", "));
    case FormatOption::Kind::flag: return "true, false";
    case FormatOption::Kind::number: return fmt::format("{:g} to {:g}", option.low, option.high);
    }
    return {};
}

const char* importanceText(const Encoding& encoding) {
    if (encoding.requiresImportance()) {
        return "always";
    }
    return encoding.usesImportance() ? "yes" : "no";
}

std::string formatText(const Format& format, const Terminal& screen) {
    std::string text = factLines({{"Format", fmt::format("{} (--format {})", format.title(), format.id())},
                                  {"Loads in", loadsInText(format)},
                                  {"Runs on", hardwareText(format)},
                                  {"Calibration", calibrationText(calibrationNeed(format))}},
                                 screen);
    Table presets({{"Preset"}, {"Also known as", Column::Align::left, false, 1}, {"What it is"}});
    for (const Preset& preset : format.presets()) {
        presets.addRow(
            {std::string(preset.name), fmt::format("{}", fmt::join(preset.aliases, ", ")), std::string(preset.description)});
    }
    constexpr auto right = Column::Align::right;
    Table encodings({{"Encoding"}, {"Bits per weight", right}, {"Columns divide by", right}, {"Uses importance"}});
    for (const Encoding* const encoding : format.encodings()) {
        encodings.addRow({std::string(encoding->name()), fmt::format("{:.4g}", encoding->bitsPerWeight()),
                          std::to_string(encoding->columnMultiple()), importanceText(*encoding)});
    }
    text += fmt::format("{}\n\n{}", format.summary(), presets.text(screen));
    if (!format.options().empty()) {
        Table options({{"Option"}, {"Values"}, {"Default"}, {"What it does"}});
        for (const FormatOption& option : format.options()) {
            options.addRow(
                {std::string(option.id), valuesText(option), std::string(option.defaultValue), std::string(option.help)});
        }
        text += "\n" + options.text(screen);
    }
    return text + "\n" + encodings.text(screen);
}

/// Those that the program loads; all for an empty name. Throws Error(badInput) for a program that no format names.
std::vector<const Format*> formatsFor(const std::string& program) {
    const auto known = program.empty() ? std::string_view() : programNamed(program).value_or(std::string_view());
    if (known.empty() && !program.empty()) {
        throw badInput({}, fmt::format("No format is known to load in {}", escapeForDisplay(program)),
                       fmt::format("There are {}.", fmt::join(programNames(), ", ")));
    }
    std::vector<const Format*> found;
    std::ranges::copy_if(formats(), std::back_inserter(found), [&](const Format* format) { return !whyNotIn(known, *format); });
    return found;
}

void listFormats(Session& session, const std::string& program) {
    const std::vector<const Format*> shown = formatsFor(program);
    if (session.wantsJson()) {
        Json all = Json::array();
        for (const Format* const format : shown) {
            all.push_back({{"id", format->id()},
                           {"title", format->title()},
                           {"loads_in", loadsInText(*format)},
                           {"programs", programsJson(*format, nullptr)},
                           {"runs_on", hardwareText(*format)},
                           {"calibration", calibrationText(calibrationNeed(*format))},
                           {"file_suffix", format->fileSuffix()},
                           {"summary", format->summary()},
                           {"presets", presetsJson(*format)},
                           {"options", optionsJson(*format)},
                           {"encodings", encodingsJson(*format)}});
        }
        session.printJson(Json{{"formats", std::move(all)}});
        return;
    }
    std::string text;
    for (const Format* const format : shown) {
        text += (text.empty() ? "" : "\n") + formatText(*format, session.screen());
    }
    session.printText(text);
}

} // namespace

Command addFormats(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("formats", "List output formats with their presets and encodings");
    const auto consumer = std::make_shared<std::string>();
    command->add_option("--runs-in", *consumer, "Only those that this program loads: llama.cpp, vLLM, transformers and so on")
        ->type_name("PROGRAM");
    return {command, [consumer](Session& session) { listFormats(session, *consumer); }};
}

} // namespace quantlathe::cli
