// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include "about.h"
#include "base/text.h"
#include "base/words.h"
#include "command.h"
#include "completion.h"
#include "download.h"
#include "merge_lora.h"
#include "runtime/simd_limit.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <new>
#include <span>
#include <string>
#include <vector>

namespace quantlathe::cli {
namespace {

constexpr int usageExitCode = 2;

CancelToken& cancelToken() {
    static CancelToken token;
    return token;
}

void addCommonOptions(CLI::App& command, CommonOptions& common) {
    const std::map<std::string, ProgressMode> modes{{"auto", ProgressMode::automatic},
                                                    {"bar", ProgressMode::bar},
                                                    {"json", ProgressMode::json},
                                                    {"none", ProgressMode::none}};
    command.add_flag("--json", common.json, "Print one JSON document instead of text");
    command.add_option("--threads", common.threads, "Threads to work with (0: all)")
        ->check(CLI::Range(0, 1024))
        ->type_name("N");
    command
        .add_option_function<std::string>(
            "--progress", [&common, modes](const std::string& name) { common.progress = modes.at(name); },
            "Progress on standard error: auto, bar, json (one object a line) or none")
        ->check(CLI::IsMember({"auto", "bar", "json", "none"}))
        ->type_name("MODE");
}

/// A wrong command line is an Error like any other: one line, and JSON where JSON was asked for.
int reportUsageError(std::string title, CommonOptions common, int argc, const char* const* argv) {
    common.json = common.json || std::any_of(argv, argv + argc, [](std::string_view word) { return word == "--json"; });
    Session session(common, cancelToken());
    std::replace(title.begin(), title.end(), '\n', ' ');
    session.report(
        badInput({}, std::move(title), "quantlathe-cli --help and quantlathe-cli COMMAND --help list what there is."));
    return usageExitCode;
}

/// "No command is called …", which the parser would report as a missing one.
std::string unknownCommand(std::span<const Command> commands, int argc, const char* const* argv) {
    const std::string_view word = argc > 1 ? argv[1] : "";
    const bool isKnown = std::ranges::any_of(commands, [&](const Command& c) { return c.options->get_name() == word; });
    if (word.empty() || word.front() == '-' || isKnown) {
        return {};
    }
    return "There is no command " + escapeForDisplay(word);
}

int runCommand(const Command& command, const CommonOptions& common) {
    Session session(common, cancelToken());
    try {
        command.work(session);
        return 0;
    } catch (const Error& error) {
        session.report(error);
        return error.exitCode();
    } catch (const std::bad_alloc&) {
        const Error error(ErrorKind::failed, "Out of memory", "Close other programs or use fewer threads.");
        session.report(error);
        return error.exitCode();
    } catch (const std::filesystem::filesystem_error& failed) { // as in a folder that is gone
        const Error error = systemError(failed.path1(), say("The path cannot be used"), failed.code().value());
        session.report(error);
        return error.exitCode();
    } catch (const std::exception& unexpected) {
        const Error error(ErrorKind::failed, "Unexpected failure", unexpected.what());
        session.report(error);
        return error.exitCode();
    }
}

/// As the environment wishes; else an exit code.
int limitInstructions(const CommonOptions& common) {
    try {
        if (const char* const limit = std::getenv("QUANTLATHE_SIMD"); limit != nullptr && *limit != '\0') {
            limitSimd(limit);
        }
        return 0;
    } catch (const Error& error) {
        Session(common, cancelToken()).report(error);
        return error.exitCode();
    }
}

} // namespace

void prepareCancelling() {
    cancelToken(); // made before a handler can ask for it
}

void cancelProgram() {
    cancelToken().cancel();
}

void reportError(const Error& error, int argc, const char* const* argv) {
    CommonOptions common;
    common.json = std::any_of(argv, argv + argc, [](std::string_view word) { return word == "--json"; });
    Session(common, cancelToken()).report(error);
}

int runProgram(int argc, const char* const* argv, const ProgramPart& part) {
    CLI::App program("Inspect, plan and convert language-model checkpoints.", "quantlathe-cli");
    program.set_version_flag("--version", "quantlathe-cli " QUANTLATHE_VERSION);
    program.require_subcommand(1);
    program.footer("Exit codes: 0 done, 1 failed, 2 bad input or usage, 130 cancelled.");
    const std::array commands{addInspect(program),     addEstimate(program),    addFormats(program),   addPlan(program),
                              addPareto(program),      addSensitivity(program), addConvert(program),   addCompare(program),
                              addDiff(program),        addMeasure(program),     addCalibrate(program), addImatrix(program),
                              addImatrixInfo(program), addVerify(program),      addSplit(program),     addMerge(program),
                              addRecommend(program),   addMergeLora(program),   addDownload(program),  addCompletion(program)};
    CommonOptions common;
    common.threads = part.threads;
    common.isSilent = !part.reports;
    common.hidesProgress = !part.showsProgress;
    common.fail = part.fail;
    for (const Command& command : commands) {
        addCommonOptions(*command.options, common);
    }
    if (const int code = limitInstructions(common); code != 0) {
        return code;
    }
    if (const std::span words(argv, static_cast<std::size_t>(argc));
        argc == 3 && words[1] == std::string_view("--version") && words[2] == std::string_view("--json")) {
        Session(common, cancelToken()).printJson(aboutJson());
        return 0;
    }
    if (std::string title = unknownCommand(commands, argc, argv); !title.empty()) {
        return reportUsageError(std::move(title), common, argc, argv);
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& help) { // --help and --version
        return program.exit(help);
    } catch (const CLI::ParseError& error) {
        return reportUsageError(error.what(), common, argc, argv);
    }
    const auto chosen = std::find_if(commands.begin(), commands.end(), [](const Command& c) { return c.options->parsed(); });
    return runCommand(*chosen, common);
}

} // namespace quantlathe::cli
