// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli completion: what bash, zsh and fish need to complete command lines.
#include "completion.h"

#include "formats/format.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace quantlathe::cli {
namespace {

/// An option with what may follow it: words that are known, else any file.
struct Completed {
    std::string flag; // "--json", "-o"
    std::string about;
    bool takesValue = false;
    std::vector<std::string> values;
};

std::vector<std::string> formatIds() {
    std::vector<std::string> ids;
    std::ranges::transform(formats(), std::back_inserter(ids), [](const Format* format) { return std::string(format->id()); });
    return ids;
}

std::vector<std::string> presetNames() {
    std::vector<std::string> names;
    for (const Format* const format : formats()) {
        std::ranges::transform(format->presets(), std::back_inserter(names),
                               [](const Preset& preset) { return std::string(preset.name); });
    }
    return names;
}

/// "{auto,bar,none}", as the parser describes a choice.
std::vector<std::string> choicesIn(const std::string& description) {
    std::vector<std::string> words;
    const std::size_t begin = description.find('{');
    const std::size_t end = description.find('}');
    if (begin == std::string::npos || end == std::string::npos || end < begin) {
        return words;
    }
    for (std::size_t at = begin + 1; at < end;) {
        const std::size_t comma = std::min(description.find(',', at), end);
        words.push_back(description.substr(at, comma - at));
        at = comma + 1;
    }
    return words;
}

std::vector<std::string> valuesOf(const CLI::Option& option) {
    if (option.check_lname("format")) {
        return formatIds();
    }
    if (option.check_lname("preset")) {
        return presetNames();
    }
    return choicesIn(option.get_type_name());
}

std::vector<Completed> optionsOf(const CLI::App& command) {
    std::vector<Completed> all;
    for (const CLI::Option* const option : command.get_options()) {
        const bool takesValue = option->get_items_expected_max() > 0;
        const auto add = [&](std::string flag) {
            all.push_back({std::move(flag), option->get_description(), takesValue,
                           takesValue ? valuesOf(*option) : std::vector<std::string>()});
        };
        for (const std::string& name : option->get_lnames()) {
            add("--" + name);
        }
        for (const std::string& name : option->get_snames()) {
            add("-" + name);
        }
    }
    return all;
}

std::vector<const CLI::App*> commandsOf(const CLI::App& program) {
    const auto all = program.get_subcommands([](const CLI::App*) { return true; });
    return {all.begin(), all.end()};
}

std::string flagsOf(const CLI::App& command) {
    std::vector<std::string> flags;
    std::ranges::transform(optionsOf(command), std::back_inserter(flags), &Completed::flag);
    return fmt::format("{}", fmt::join(flags, " "));
}

/// For single quotes of a POSIX shell and of fish.
std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

/// Options with the same words to follow are of one kind in all commands.
std::map<std::string, std::string> wordsByFlag(const CLI::App& program) {
    std::map<std::string, std::string> words;
    for (const CLI::App* const command : commandsOf(program)) {
        for (const Completed& option : optionsOf(*command)) {
            if (!option.values.empty()) {
                words.emplace(command->get_name() + ' ' + option.flag, fmt::format("{}", fmt::join(option.values, " ")));
            }
        }
    }
    return words;
}

std::string bash(const CLI::App& program) {
    std::vector<std::string> names;
    std::string options;
    std::string values;
    for (const CLI::App* const command : commandsOf(program)) {
        names.push_back(command->get_name());
        options += fmt::format("        {}) words='{}' ;;\n", command->get_name(), flagsOf(*command));
    }
    for (const auto& [place, words] : wordsByFlag(program)) {
        values += fmt::format("        '{}') COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", place, words);
    }
    return fmt::format(R"(# bash completion of quantlathe-cli
_quantlathe_cli() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}} words=
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '{} --help --version' -- "$word"))
        return
    fi
    case "$command $before" in
{}    esac
    case "$word" in -*) ;; *) return ;; esac
    case "$command" in
{}    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _quantlathe_cli quantlathe-cli
)",
                       fmt::join(names, " "), values, options);
}

/// Text between the brackets of zsh's _arguments.
std::string bracketed(std::string text) {
    for (std::size_t at = 0; (at = text.find_first_of("[]:\\", at)) != std::string::npos; at += 2) {
        text.insert(at, "\\");
    }
    return text;
}

std::string zsh(const CLI::App& program) {
    std::string names;
    std::string options;
    for (const CLI::App* const command : commandsOf(program)) {
        names += fmt::format("        {}\n", quoted(command->get_name() + ':' + command->get_description()));
        options += fmt::format("        {})\n            _arguments \\\n", command->get_name());
        for (const Completed& option : optionsOf(*command)) {
            const std::string value = !option.takesValue      ? std::string()
                                      : option.values.empty() ? std::string(":file:_files")
                                                              : fmt::format(":value:({})", fmt::join(option.values, " "));
            options +=
                fmt::format("                {} \\\n", quoted('*' + option.flag + '[' + bracketed(option.about) + ']' + value));
        }
        options += "                '*:file:_files' ;;\n";
    }
    return fmt::format(R"(#compdef quantlathe-cli
# zsh completion of quantlathe-cli
_quantlathe_cli() {{
    local -a commands
    commands=(
{}    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{}    esac
}}
_quantlathe_cli "$@"
)",
                       names, options);
}

std::string fish(const CLI::App& program) {
    std::string script = "# fish completion of quantlathe-cli\n";
    for (const CLI::App* const command : commandsOf(program)) {
        script += fmt::format("complete -c quantlathe-cli -n __fish_use_subcommand -f -a {} -d {}\n", command->get_name(),
                              quoted(command->get_description()));
        for (const Completed& option : optionsOf(*command)) {
            const bool isLong = option.flag.starts_with("--");
            script += fmt::format("complete -c quantlathe-cli -n '__fish_seen_subcommand_from {}' -{} {}", command->get_name(),
                                  isLong ? "l" : "s", option.flag.substr(isLong ? 2 : 1));
            if (option.takesValue) {
                script += option.values.empty() ? " -r" : fmt::format(" -x -a '{}'", fmt::join(option.values, " "));
            }
            script += fmt::format(" -d {}\n", quoted(option.about));
        }
    }
    return script;
}

} // namespace

Command addCompletion(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("completion", "Print a script that completes command lines in a shell");
    const auto shell = std::make_shared<std::string>();
    command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
    return {command, [&program, shell](Session& session) {
                const std::map<std::string, std::function<std::string(const CLI::App&)>> writers{
                    {"bash", bash}, {"zsh", zsh}, {"fish", fish}};
                session.printText(writers.at(*shell)(program));
            }};
}

} // namespace quantlathe::cli
