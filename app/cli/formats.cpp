// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli formats: what can be written.
#include "base/text.h"
#include "command.h"
#include "formats/format.h"
#include "table.h"

#include <fmt/format.h>

namespace quantlathe::cli {
namespace {

Json presetsJson(const Format& format) {
    Json presets = Json::array();
    for (const Preset& preset : format.presets()) {
        presets.push_back({{"name", preset.name}, {"aliases", preset.aliases}, {"description", preset.description}});
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
    std::string text = factLines(
        {{"Format", fmt::format("{} (--format {})", format.title(), format.id())}, {"Loads in", std::string(format.loadsIn())}},
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

void listFormats(Session& session) {
    if (session.wantsJson()) {
        Json all = Json::array();
        for (const Format* const format : formats()) {
            all.push_back({{"id", format->id()},
                           {"title", format->title()},
                           {"loads_in", format->loadsIn()},
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
    for (const Format* const format : formats()) {
        text += (text.empty() ? "" : "\n") + formatText(*format, session.screen());
    }
    session.printText(text);
}

} // namespace

Command addFormats(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("formats", "List output formats with their presets and encodings");
    return {command, [](Session& session) { listFormats(session); }};
}

} // namespace quantlathe::cli
