// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/authorship.h"

#include "base/error.h"
#include "base/file.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/model_card.h"
#include "model/model_id.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

struct SamplingKey {
    std::string_view source; // generation_config.json
    std::string_view key;
    bool isInteger;
};
constexpr std::array samplingKeys{
    SamplingKey{"top_k", "top_k", true},
    SamplingKey{"top_p", "top_p", false},
    SamplingKey{"min_p", "min_p", false},
    SamplingKey{"xtc_probability", "xtc_probability", false},
    SamplingKey{"xtc_threshold", "xtc_threshold", false},
    SamplingKey{"temperature", "temp", false},
    SamplingKey{"penalty_last_n", "penalty_last_n", true},
    SamplingKey{"penalty_repeat", "penalty_repeat", false},
    SamplingKey{"mirostat", "mirostat", true},
    SamplingKey{"mirostat_tau", "mirostat_tau", false},
    SamplingKey{"mirostat_eta", "mirostat_eta", false},
};

// Where a key's text may stand in the model card; the first that is there counts.
struct CardKey {
    std::string_view key;
    std::array<std::string_view, 3> sources;
};
constexpr std::array cardKeys{
    CardKey{"name", {"name", "model_name", ""}},
    CardKey{"author", {"author", "model_author", "model_creator"}},
    CardKey{"version", {"version", "model_version", ""}},
    CardKey{"organization", {"organization", "model_organization", ""}},
    CardKey{"finetune", {"finetune", "model_finetune", ""}},
    CardKey{"basename", {"basename", "model_basename", "model_type"}},
    CardKey{"description", {"description", "model_description", ""}},
    CardKey{"size_label", {"size_label", "model_size_label", ""}},
    CardKey{"license", {"license", "", ""}},
    CardKey{"license.name", {"license_name", "", ""}},
    CardKey{"license.link", {"license_link", "", ""}},
    CardKey{"source.url", {"url", "model_url", ""}},
    CardKey{"source.doi", {"doi", "model_doi", ""}},
    CardKey{"source.uuid", {"uuid", "model_uuid", ""}},
    CardKey{"source.repo_url", {"repo_url", "model_repo_url", ""}},
};
// The keys above in the order in which they are written.
constexpr std::array<std::string_view, 15> writtenOrder{
    "name",    "author",       "version",      "organization", "finetune",   "basename",    "description",    "size_label",
    "license", "license.name", "license.link", "source.url",   "source.doi", "source.uuid", "source.repo_url"};

// Relatives of the model: bases and data sets, with the names under which the card may list them.
struct Relatives {
    std::string_view key;
    std::array<std::string_view, 3> sources;
};
constexpr std::array relatives{
    Relatives{"base_model", {"base_model", "base_models", "base_model_sources"}},
    Relatives{"dataset", {"datasets", "dataset", "dataset_sources"}},
};

using Texts = std::map<std::string_view, std::string>;

ModelCard cardOf(const fs::path& folder) {
    try {
        return ModelCard(readTextFile(folder / "README.md", maxConfigBytes));
    } catch (const Error&) {
        return {};
    }
}

nlohmann::json generationConfigOf(const fs::path& folder) {
    try {
        return readJsonObjectIfThere(folder / "generation_config.json", maxConfigBytes).value_or(nlohmann::json::object());
    } catch (const Error&) {
        return nlohmann::json::object(); // many models carry one that is no valid JSON; the reference passes over it too
    }
}

void addSamplingKeys(const nlohmann::json& generation, Metadata& metadata) {
    if (const auto sequence = textMember(generation, "sequence"); sequence && !sequence->empty()) {
        metadata.insert("general.sampling.sequence", *sequence);
    }
    for (const SamplingKey& row : samplingKeys) {
        const nlohmann::json* value = member(generation, row.source);
        const double number = value != nullptr && value->is_number() ? value->get<double>() : std::nan("");
        if (!std::isfinite(number) || std::abs(number) > 2e9) {
            continue;
        }
        const std::string key = fmt::format("general.sampling.{}", row.key);
        if (row.isInteger) {
            metadata.insert(key, static_cast<std::int32_t>(number));
        } else {
            metadata.insert(key, static_cast<float>(number));
        }
    }
}

Texts textsOfCard(const ModelCard& card) {
    Texts texts;
    for (const CardKey& row : cardKeys) {
        for (const std::string_view source : row.sources) {
            if (auto text = card.text(source)) {
                texts.emplace(row.key, std::move(*text));
            }
        }
    }
    if (const auto licenses = card.list("license"); licenses && !texts.contains("license")) {
        texts.emplace("license", fmt::format("{}", fmt::join(*licenses, ",")));
    }
    return texts;
}

/// What an identifier says fills what is still missing.
void addFromId(const ModelId& id, Texts& texts) {
    const auto add = [&](std::string_view key, const std::optional<std::string>& text) {
        if (text && !text->empty()) {
            texts.emplace(key, *text);
        }
    };
    const auto titled = [](const std::optional<std::string>& text) { return text ? std::optional(titleFromId(*text)) : text; };
    add("name", titled(id.name));
    add("organization", titled(id.organization));
    add("basename", id.basename);
    add("finetune", id.finetune);
    add("version", id.version);
    add("size_label", id.sizeLabel);
}

/// "https://huggingface.co/organisation/model" → "organisation/model".
std::optional<std::string> idInAddress(std::string_view address) {
    for (const std::string_view start : {"https://huggingface.co/", "http://huggingface.co/"}) {
        if (address.starts_with(start)) {
            const std::string_view id = address.substr(start.size());
            const std::size_t slash = id.find('/');
            const bool isModel =
                slash != std::string_view::npos && slash > 0 && slash + 1 < id.size() && id.find('/', slash + 1) == id.npos;
            return isModel ? std::optional(std::string(id)) : std::nullopt;
        }
    }
    return std::nullopt;
}

void addRelative(const std::string& prefix, const std::string& entry, std::uint64_t parameters, Metadata& metadata) {
    const bool isAddress = entry.starts_with("http://") || entry.starts_with("https://") || entry.starts_with("ssh://");
    const auto idText = isAddress ? idInAddress(entry) : std::optional(entry);
    const ModelId id = idText ? parseModelId(*idText, parameters) : ModelId();
    if (id.name) {
        metadata.insert(prefix + "name", titleFromId(*id.name));
    }
    if (id.version) {
        metadata.insert(prefix + "version", *id.version);
    }
    if (id.organization) {
        metadata.insert(prefix + "organization", titleFromId(*id.organization));
    }
    if (isAddress) {
        metadata.insert(prefix + "repo_url", entry);
    } else if (id.organization && id.name) {
        metadata.insert(prefix + "repo_url", fmt::format("https://huggingface.co/{}/{}", *id.organization, *id.name));
    }
}

void addRelatives(const ModelCard& card, std::uint64_t parameters, Metadata& metadata) {
    for (const Relatives& row : relatives) {
        const auto* source =
            std::find_if(row.sources.begin(), row.sources.end(), [&](std::string_view key) { return card.contains(key); });
        if (source == row.sources.end()) {
            continue;
        }
        const std::vector<std::string> entries = card.list(*source).value_or(std::vector<std::string>());
        metadata.insert(fmt::format("general.{}.count", row.key), static_cast<std::uint32_t>(entries.size()));
        for (std::size_t i = 0; i < entries.size(); ++i) {
            addRelative(fmt::format("general.{}.{}.", row.key, i), entries[i], parameters, metadata);
        }
    }
}

void addLists(const ModelCard& card, Metadata& metadata) {
    const auto add = [&](std::string_view key, std::initializer_list<std::string_view> sources) {
        std::vector<std::string> all;
        for (const std::string_view source : sources) {
            if (const auto items = card.list(source)) {
                all.insert(all.end(), items->begin(), items->end());
            }
        }
        if (!all.empty()) {
            metadata.insert(fmt::format("general.{}", key), MetadataArray(std::move(all)));
        }
    };
    add("tags", {"tags", "pipeline_tag"});
    add("languages", {"languages", "language"});
}

} // namespace

void addGeneralKeys(const fs::path& folder, const nlohmann::json& config, const ParameterCount& count, Metadata& metadata) {
    const std::uint64_t parameters = count.total;
    const ModelCard card = cardOf(folder);
    addSamplingKeys(generationConfigOf(folder), metadata);

    Texts texts = textsOfCard(card);
    if (const auto path = textMember(config, "_name_or_path"); path && std::count(path->begin(), path->end(), '/') <= 1) {
        addFromId(parseModelId(*path, parameters), texts); // else it is a path on somebody's machine
    }
    const fs::path whole = fs::absolute(folder).lexically_normal();
    const std::string folderName = (whole.has_filename() ? whole : whole.parent_path()).filename().string();
    addFromId(parseModelId(folderName, parameters), texts);
    texts.emplace("name", folderName);
    texts.emplace("size_label",
                  count.experts > 0 ? fmt::format("{}x{}", count.experts, sizeLabel(count.active)) : sizeLabel(parameters));

    for (const std::string_view key : writtenOrder) {
        if (const auto text = texts.find(key); text != texts.end() && !text->second.empty()) {
            metadata.insert(fmt::format("general.{}", key), text->second);
        }
    }
    addRelatives(card, parameters, metadata);
    addLists(card, metadata);
}

} // namespace quantlathe
