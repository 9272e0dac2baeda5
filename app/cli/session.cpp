// SPDX-License-Identifier: GPL-3.0-or-later
#include "session.h"

#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "console.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fmt/format.h>
#include <system_error>

namespace quantlathe::cli {
namespace {

constexpr int standardOutput = 1;
constexpr int standardError = 2;

/// False when nobody reads any more. Throws Error(failed) for everything else.
bool writeAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = writeSome(descriptor, text);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0 && errno == EPIPE) {
            return false;
        }
        if (written < 0) {
            throw systemError({}, "The result cannot be written to standard output", errno);
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Messages are a courtesy: a standard error that cannot be written stops nothing.
void writeMessage(std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t written = writeSome(standardError, text);
        if (written < 0 && errno != EINTR) {
            return;
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

std::string durationText(double seconds) {
    const auto whole = static_cast<long long>(std::ceil(std::clamp(seconds, 0.0, 359'999.0)));
    return whole < 3600 ? fmt::format("{}:{:02}", whole / 60, whole % 60)
                        : fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string drawnBar(double fraction, std::size_t columns) {
    const auto full = static_cast<std::size_t>(std::clamp(fraction, 0.0, 1.0) * static_cast<double>(columns));
    std::string bar;
    for (std::size_t i = 0; i < columns; ++i) {
        bar += i < full ? "━" : "·";
    }
    return bar;
}

} // namespace

Session::Session(const CommonOptions& options, const CancelToken& cancel)
    : options_(options), cancel_(cancel), out_(terminalOf(standardOutput)), messages_(terminalOf(standardError)) {
    if (options_.hidesProgress) {
        options_.progress = ProgressMode::none;
    }
    if (options_.progress == ProgressMode::automatic) {
        options_.progress = messages_.isTerminal ? ProgressMode::bar : ProgressMode::none;
    }
    switch (options_.progress) {
    case ProgressMode::bar:
        progress_ = std::make_unique<Progress>([this](const ProgressState& state) { showBar(state); });
        break;
    case ProgressMode::json:
        progress_ = std::make_unique<Progress>([this](const ProgressState& state) { showJsonLine(state); });
        break;
    default: progress_ = std::make_unique<Progress>();
    }
}

void Session::showBar(const ProgressState& state) {
    const std::size_t columns = messages_.columns == 0 ? 80 : messages_.columns;
    std::string tail = fmt::format(" {:3.0f} %", 100.0 * std::clamp(state.fraction(), 0.0, 1.0));
    if (state.unitsPerSecond > 0) {
        tail += fmt::format("  {:>9}/s", fileSizeText(static_cast<std::uint64_t>(state.unitsPerSecond)));
    }
    if (state.secondsLeft >= 0) {
        tail += fmt::format("  {} left", durationText(state.secondsLeft));
    }
    const std::string phase = escapeForDisplay(state.phase, 24) + " ";
    const std::size_t fixed = displayWidth(phase) + displayWidth(tail) + 1;
    const std::size_t room = columns > fixed ? columns - fixed : 0;
    const std::size_t barColumns = std::min<std::size_t>(30, room);
    std::string line = phase + drawnBar(state.fraction(), barColumns) + tail;
    if (room > barColumns + 4 && !state.item.empty()) {
        line += "  " + elided(escapeForDisplay(state.item), room - barColumns - 2);
    }
    writeMessage(fmt::format("\r{}\x1b[K", elided(line, columns > 1 ? columns - 1 : 1)));
    barIsShown_ = true;
}

void Session::showJsonLine(const ProgressState& state) {
    writeMessage(jsonLine({{"event", "progress"},
                           {"phase", jsonText(state.phase)},
                           {"item", jsonText(state.item)},
                           {"done", state.done},
                           {"total", state.total},
                           {"fraction", jsonNumber(state.fraction())},
                           {"units_per_second", jsonNumber(state.unitsPerSecond)},
                           {"seconds_left", state.secondsLeft < 0 ? Json(nullptr) : jsonNumber(state.secondsLeft)}}));
}

void Session::clearBar() {
    if (barIsShown_) {
        writeMessage("\r\x1b[K");
        barIsShown_ = false;
    }
}

void Session::printText(std::string_view text) {
    clearBar();
    if (!options_.isSilent) {
        static_cast<void>(writeAll(standardOutput, text));
    }
}

void Session::printJson(const Json& document) {
    documentWasPrinted_ = true;
    printText(jsonDocument(document));
}

void Session::message(std::string_view kind, std::string_view text) {
    clearBar();
    if (options_.isSilent) {
        return;
    }
    if (options_.progress == ProgressMode::json) {
        writeMessage(jsonLine({{"event", kind}, {"text", jsonText(text)}}));
        return;
    }
    const Style style = kind == "warning" ? Style::caution : Style::plain;
    const std::string label = kind == "note" ? "" : messages_.styled(std::string(kind) + ": ", style);
    writeMessage("quantlathe-cli: " + label + std::string(text) + "\n");
}

void Session::warn(std::string_view text) {
    message("warning", text);
}

void Session::note(std::string_view text) {
    message("note", text);
}

void Session::report(const Error& error) {
    clearBar();
    if (options_.fail) {
        options_.fail(error);
        return;
    }
    if (options_.progress == ProgressMode::json) {
        Json line{{"event", "error"}};
        line.update(errorJson(error));
        writeMessage(jsonLine(line));
    } else {
        writeMessage("quantlathe-cli: " + std::string(error.what()) + "\n");
    }
    if (options_.json && !documentWasPrinted_) {
        printJson(Json{{"error", errorJson(error)}});
    }
}

Json errorJson(const Error& error) {
    constexpr auto kindName = [](ErrorKind kind) {
        return kind == ErrorKind::badInput ? "bad_input" : kind == ErrorKind::cancelled ? "cancelled" : "failed";
    };
    return {{"kind", kindName(error.kind())},
            {"title", jsonText(error.title())},
            {"detail", jsonText(error.detail())},
            {"file", error.file().empty() ? Json(nullptr) : Json(jsonPath(error.file()))}};
}

void writeResultFile(const std::filesystem::path& path, std::string_view text, bool force) {
    if (!force && fileKindOfEntry(path) != FileKind::none) {
        throw badInput(path, escapeForDisplay(path.filename().string()) + " exists already",
                       "Choose another name or replace it with --force.");
    }
    writeTextFileAtomically(path, text);
}

} // namespace quantlathe::cli
