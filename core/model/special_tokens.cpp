// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/special_tokens.h"

#include "model/json_file.h"

#include <algorithm>
#include <optional>

namespace quantlathe {
namespace {

using Json = nlohmann::json;

/// Null, an empty text and an empty object say nothing.
bool saysNothing(const Json& token) {
    return token.is_null() || token.empty() || (token.is_string() && token.get_ref<const std::string&>().empty());
}

Json valueOf(const Json& object, const std::string& key) {
    const Json* value = member(object, key);
    return value == nullptr ? Json() : *value;
}

/// The id of a {"SpecialToken": {"id": …}} item of a template; null for other items.
Json specialIn(const Json& item) {
    const Json* special = member(item, "SpecialToken");
    const Json* id = special == nullptr ? nullptr : member(*special, "id");
    return id == nullptr || saysNothing(*id) ? Json() : *id;
}

std::optional<std::string> sequenceIn(const Json& item) {
    const Json* sequence = member(item, "Sequence");
    return sequence == nullptr ? std::nullopt : textMember(*sequence, "id");
}

/// Follows the reference step by step. Tokens are compared as JSON values, as it does: a token given as an object is never
/// equal to one given as text, and what follows from that is part of its output.
class Finder {
public:
    Finder(const Json* tokenizerConfig, std::uint64_t vocabularySize)
        : hasConfig_(tokenizerConfig != nullptr), vocabularySize_(vocabularySize) {
        if (hasConfig_) {
            tokens_ = *tokenizerConfig;
        }
    }

    void readPostProcessor(const Json& rest) {
        bos_ = valueOf(tokens_, "bos_token");
        cls_ = valueOf(tokens_, "cls_token");
        eos_ = valueOf(tokens_, "eos_token");
        sep_ = valueOf(tokens_, "sep_token");
        if (saysNothing(bos_) && !saysNothing(cls_) && hasConfig_) {
            tokens_["bos_token"] = bos_ = cls_;
        }
        if (saysNothing(eos_) && !saysNothing(sep_) && hasConfig_) {
            tokens_["eos_token"] = eos_ = sep_;
        }
        const Json* processor = member(rest, "post_processor");
        if (processor == nullptr) {
            return;
        }
        const Json* chain = member(*processor, "processors");
        if (chain == nullptr || !chain->is_array()) {
            readProcessor(*processor);
            return;
        }
        for (const Json& one : *chain) {
            readProcessor(one);
        }
    }

    void readTokenizerConfig(const std::vector<AddedToken>& added) {
        for (const std::string& type : types_) {
            if (const auto flag = flagMember(tokens_, "add_" + type + "_token")) {
                setFlag(type, *flag);
            }
            const Json entry = valueOf(tokens_, type + "_token");
            const auto content = entry.is_string() ? std::optional(entry.get<std::string>()) : textMember(entry, "content");
            if (!content) {
                continue;
            }
            const auto found =
                std::find_if(added.begin(), added.end(), [&](const AddedToken& token) { return token.content == *content; });
            if (found != added.end()) {
                setId(type, found->id);
            }
        }
    }

    void readModelConfig(const Json& config) {
        for (const std::string& type : types_) {
            const std::string key = type + "_token_id";
            const Json* id = member(config, key);
            if (const Json* inner = member(config, "text_config"); id == nullptr && inner != nullptr) {
                id = member(*inner, key);
            }
            if (id != nullptr && id->is_number_unsigned()) {
                setId(type, id->get<std::uint64_t>());
            }
        }
    }

    SpecialTokens take() { return std::move(result_); }

private:
    void setFlag(const std::string& type, bool value) {
        const std::string name = "add_" + type + "_token";
        const auto found =
            std::find_if(result_.flags.begin(), result_.flags.end(), [&](const auto& flag) { return flag.first == name; });
        if (found != result_.flags.end()) {
            found->second = value;
        } else {
            result_.flags.emplace_back(name, value);
        }
    }

    void setId(const std::string& type, std::uint64_t id) {
        const bool isSet =
            std::any_of(result_.ids.begin(), result_.ids.end(), [&](const auto& entry) { return entry.first == type; });
        if (!isSet && id < vocabularySize_) {
            result_.ids.emplace_back(type, static_cast<std::uint32_t>(id));
        }
    }

    void readProcessor(const Json& processor) {
        const std::string kind = textMember(processor, "type").value_or(std::string());
        if (kind == "RobertaProcessing") {
            setFlag("bos", true);
            setFlag("eos", true);
            setFlag("sep", true);
            fillFrom(processor, "cls", cls_, bos_);
            fillFrom(processor, "sep", sep_, eos_);
        } else if (kind == "TemplateProcessing") {
            readTemplate(valueOf(processor, "single"), valueOf(processor, "pair"));
        }
    }

    /// RobertaProcessing names its tokens as [text, id].
    void fillFrom(const Json& processor, const std::string& name, Json& token, const Json& otherwise) {
        if (!saysNothing(token) || !hasConfig_) {
            return;
        }
        const Json pair = valueOf(processor, name);
        token = pair.is_array() && !pair.empty() ? pair.front() : otherwise;
        tokens_[name + "_token"] = token;
    }

    void readTemplate(const Json& single, const Json& pair) {
        Json first;
        Json last;
        if (single.is_array() && single.size() > 1) {
            first = specialIn(single.front());
            last = specialIn(single.back());
        }
        if (!first.is_null()) {
            bos_ = hasConfig_ ? bos_ : first;
            setFlag("bos", first == bos_ || first == cls_);
        }
        if (!last.is_null()) {
            if (!hasConfig_) {
                eos_ = last;
            } else if (last != eos_) {
                keepFormerEnd();
                tokens_["eos_token"] = eos_ = last;
            }
            setFlag("eos", last == eos_);
        }
        if (pair.is_array() && !pair.empty()) {
            readPair(pair, first, last);
        }
    }

    /// The template ends with another token than the configured end: that one becomes the end of a turn, or of a message.
    void keepFormerEnd() {
        for (const char* type : {"eot", "eom"}) {
            if (std::find(types_.begin(), types_.end(), type) == types_.end()) {
                types_.emplace_back(type);
                tokens_[std::string(type) + "_token"] = eos_;
                return;
            }
        }
    }

    /// What stands between A and B decides whether a separator is added.
    void readPair(const Json& pair, const Json& first, const Json& last) {
        auto begin = pair.begin();
        auto end = pair.end();
        if (!first.is_null() && specialIn(pair.front()) == first) {
            ++begin;
        }
        if (!last.is_null() && begin != end && specialIn(pair.back()) == last) {
            --end;
        }
        if (end - begin < 3 || sequenceIn(*begin) != "A" || sequenceIn(*(end - 1)) != "B") {
            return;
        }
        ++begin;
        --end;
        const auto isSeparator = [&](const Json& item) {
            const Json special = specialIn(item);
            return !special.is_null() && (special == sep_ || special == eos_);
        };
        const bool adds = (isSeparator(*begin) && last.is_null()) || (end - begin == 2 && isSeparator(*(begin + 1)));
        setFlag("sep", adds);
        if (adds && saysNothing(sep_) && hasConfig_) {
            tokens_["sep_token"] = eos_;
        }
    }

    bool hasConfig_;
    std::uint64_t vocabularySize_;
    Json tokens_ = Json::object(); // tokenizer_config.json with what the post-processor adds
    Json bos_, cls_, eos_, sep_;
    std::vector<std::string> types_{"bos", "eos", "unk", "sep", "pad", "cls", "mask"};
    SpecialTokens result_;
};

} // namespace

SpecialTokens findSpecialTokens(const TokenizerJson* tokenizer, const Json* tokenizerConfig, const Json& config,
                                std::uint64_t vocabularySize) {
    Finder finder(tokenizerConfig, vocabularySize);
    if (tokenizer != nullptr) {
        finder.readPostProcessor(tokenizer->rest);
    }
    if (tokenizerConfig != nullptr) {
        finder.readTokenizerConfig(tokenizer == nullptr ? std::vector<AddedToken>() : tokenizer->addedTokens);
    }
    finder.readModelConfig(config);
    return finder.take();
}

} // namespace quantlathe
