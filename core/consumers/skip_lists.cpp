// SPDX-License-Identifier: GPL-3.0-or-later
// The lists of config.json that say which linear layers a loader leaves alone, and how each program compares their entries with
// the names of its modules. Sources: transformers 4.57 and 5.24, vLLM 0.32; docs/consumers.md.
#include "base/text.h"
#include "consumers/rules.h"
#include "model/json_file.h"

#include <algorithm>
#include <array>
#include <set>

namespace quantlathe {
namespace {

enum class Match {
    startOrEnd, // the module's path starts with the entry, whose dots stand for any character, or ends with it
    part,       // the entry is somewhere in the path
    whole,      // it is the path
    parameter,  // it is the path and ".weight"
};

struct SkipList {
    std::string_view method;
    std::string_view key;
    std::string_view consumer;
    Match match = Match::whole;
    /// The output matrix must be named as well; else the program leaves it alone by itself.
    bool namesOutput = false;
    /// Without a list the program finds out by the types of the tensors.
    bool isOptional = false;
    std::string_view version = {}; // of the program that looks in this way; empty: all. Another one loads the model
};
constexpr std::array skipLists{
    SkipList{"awq", "modules_to_not_convert", "transformers", Match::startOrEnd},
    SkipList{"awq", "modules_to_not_convert", "vllm", Match::part, false, true},
    SkipList{"awq", "modules_to_not_convert", "sglang", Match::part, false, true},
    SkipList{"fbgemm_fp8", "modules_to_not_convert", "transformers", Match::startOrEnd, true},
    SkipList{"fbgemm_fp8", "modules_to_not_convert", "vllm", Match::whole},
    SkipList{"torchao", "modules_to_not_convert", "transformers", Match::startOrEnd, true},
    SkipList{"bitsandbytes", "llm_int8_skip_modules", "transformers", Match::startOrEnd, true},
    SkipList{"hqq", "skip_modules", "transformers", Match::part, true},
    SkipList{"aqlm", "linear_weights_not_to_quantize", "transformers", Match::whole, true, false, "transformers 5"},
    SkipList{"aqlm", "linear_weights_not_to_quantize", "transformers", Match::parameter, true, false, "transformers 4"},
    SkipList{"spqr", "modules_to_not_convert", "transformers", Match::parameter, true},
};

bool startsWithDotsAsAnything(std::string_view path, std::string_view entry) {
    return path.size() >= entry.size() && std::ranges::equal(entry, path.substr(0, entry.size()),
                                                             [](char wanted, char c) { return wanted == '.' || wanted == c; });
}

/// The entries of one list.
class Entries {
public:
    Entries(const nlohmann::json& quantization, const SkipList& list) : match_(list.match) {
        const nlohmann::json* const array = member(quantization, list.key);
        if (array == nullptr || !array->is_array()) {
            return;
        }
        isGiven_ = true;
        for (const nlohmann::json& entry : *array) {
            if (entry.is_string() && !entry.get_ref<const std::string&>().empty()) {
                texts_.insert(entry.get<std::string>());
            }
        }
    }
    [[nodiscard]] bool isGiven() const { return isGiven_; }
    [[nodiscard]] bool isEmpty() const { return texts_.empty(); }

    /// The entry that the path falls under; nullptr if there is none.
    [[nodiscard]] const std::string* matching(const std::string& path) const {
        if (match_ == Match::whole || match_ == Match::parameter) {
            const auto found = texts_.find(match_ == Match::parameter ? path + ".weight" : path);
            return found == texts_.end() ? nullptr : &*found;
        }
        if (const auto found = texts_.find(path); found != texts_.end()) { // as most entries are written
            return &*found;
        }
        const auto found = std::ranges::find_if(texts_, [&](const std::string& entry) {
            return match_ == Match::part ? path.find(entry) != std::string::npos
                                         : startsWithDotsAsAnything(path, entry) || path.ends_with(entry);
        });
        return found == texts_.end() ? nullptr : &*found;
    }

private:
    Match match_;
    bool isGiven_ = false;
    std::set<std::string, std::less<>> texts_;
};

void compare(const Examination& examination, const SkipList& list, const FolderModules& modules) {
    const Entries entries(examination.quantization(), list);
    if (list.isOptional && entries.isEmpty()) {
        return;
    }
    const auto tell = [&](std::string_view rule, const Findings::Text& text) {
        if (list.version.empty()) {
            examination.findings.refuse(rule, text);
        } else {
            examination.findings.warn(std::string(rule) + std::string(list.version),
                                      [&] { return say("Not in {}: {}", list.version, text()); });
        }
    };
    for (const LinearModule& module : modules.plain) {
        const bool isOutput = module.path.ends_with("lm_head");
        if (isOutput && (!list.namesOutput || !entries.isGiven())) {
            continue;
        }
        if (entries.matching(module.path) == nullptr) {
            tell("plain and not listed",
                 [&] { return say("{} is not encoded, but {} does not name it", escapeForDisplay(module.path), list.key); });
        }
    }
    for (const LinearModule& module : modules.encoded) {
        if (const std::string* const entry = entries.matching(module.path)) {
            tell("encoded and listed", [&] {
                return say("{} is encoded, but {} names it ({})", escapeForDisplay(module.path), list.key,
                           escapeForDisplay(*entry));
            });
        }
    }
}

} // namespace

void examineSkipList(const Examination& examination, std::string_view method, const FolderModules& modules) {
    for (const SkipList& list : skipLists) {
        if (list.method == method && examination.isFor(list.consumer)) {
            compare(examination, list, modules);
        }
    }
}

} // namespace quantlathe
