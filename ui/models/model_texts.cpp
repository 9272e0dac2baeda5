// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_texts.h"

#include "base/file_kind.h"
#include "base/text.h"
#include "checkpoint/replica.h"
#include "model/assumptions.h"
#include "model/guessed_roles.h"
#include "ui/bridge/problem.h"
#include "ui/models/tensor_rows.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <array>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct ModelTexts {
    Q_DECLARE_TR_FUNCTIONS(ModelTexts)
};
QString displayed(std::string_view text) {
    return QString::fromStdString(escapeForDisplay(text, 120));
}

template <class Number>
QString rangeText(const std::vector<Number>& values) {
    if (values.empty()) {
        return {};
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return *least == *most ? grouped(*least) : ModelTexts::tr("%1 to %2").arg(grouped(*least), grouped(*most));
}

QString ropeScalingText(const RopeScaling& scaling) {
    if (scaling.type.empty()) {
        return ModelTexts::tr("none");
    }
    QString text = ModelTexts::tr("%1, × %2").arg(displayed(scaling.type), significant(scaling.factor, 3));
    return scaling.originalContext > 0 ? ModelTexts::tr("%1 from %2").arg(text, grouped(scaling.originalContext)) : text;
}

QString tokenizerKind(const std::string& model) {
    static const std::array<std::pair<std::string_view, const char*>, 3> kinds = {
        {{"llama", QT_TRANSLATE_NOOP("ModelTexts", "SentencePiece")},
         {"gpt2", QT_TRANSLATE_NOOP("ModelTexts", "byte-level BPE")},
         {"bert", "WordPiece"}}};
    for (const auto& [name, text] : kinds) {
        if (name == model) {
            return ModelTexts::tr(text);
        }
    }
    return displayed(model);
}

} // namespace

QString containerText(const Model& model) {
    const auto files = static_cast<int>(model.checkpoint().files().size());
    const QString kind = fromView(title(model.checkpoint().kind()));
    return files == 1 ? ModelTexts::tr("%1, 1 file").arg(kind) : ModelTexts::tr("%1, %2 files").arg(kind).arg(files);
}

std::vector<std::pair<QString, QString>> keyFigures(const Model& model) {
    const HyperParameters& h = model.hyper();
    std::vector<std::pair<QString, QString>> figures = {
        {ModelTexts::tr("Parameters"), parameterCount(model.parameters())},
        {ModelTexts::tr("Files"), fileSize(model.checkpoint().fileBytes())},
        {ModelTexts::tr("Element type"), fromView(model.storedTypeName())},
    };
    const auto add = [&figures](const QString& caption, std::uint64_t value, const QString& unit = {}) {
        if (value > 0) {
            figures.emplace_back(caption, grouped(value) + unit);
        }
    };
    add(ModelTexts::tr("Layers"), h.layers);
    add(ModelTexts::tr("Trained context"), h.contextTokens, unitSpace + ModelTexts::tr("tokens"));
    add(ModelTexts::tr("Vocabulary"), h.vocabulary);
    add(ModelTexts::tr("Tensors"), model.checkpoint().tensors().size());
    return figures;
}

std::vector<QStringList> architectureFacts(const Model& model) {
    const HyperParameters& h = model.hyper();
    std::vector<QStringList> rows = {{ModelTexts::tr("Architecture"), displayed(model.architecture())}};
    const auto add = [&rows](const QString& name, const QString& value) {
        if (!value.isEmpty()) {
            rows.push_back({name, value});
        }
    };
    add(ModelTexts::tr("Hidden size"), h.hidden > 0 ? grouped(h.hidden) : QString());
    const QString heads = rangeText(h.heads);
    add(ModelTexts::tr("Attention heads"),
        heads.isEmpty() || h.keyLength == 0 ? heads : ModelTexts::tr("%1, of %2 each").arg(heads, grouped(h.keyLength)));
    const QString kvHeads = rangeText(h.kvHeads);
    add(ModelTexts::tr("KV heads"),
        !kvHeads.isEmpty() && kvHeads != heads ? ModelTexts::tr("%1 (grouped-query)").arg(kvHeads) : kvHeads);
    add(ModelTexts::tr("FFN size"), rangeText(h.feedForward));
    add(ModelTexts::tr("Experts"),
        h.experts > 0 ? ModelTexts::tr("%1, %2 at once").arg(grouped(h.experts), grouped(h.expertsUsed)) : QString());
    add(ModelTexts::tr("Sliding window"), h.slidingWindow > 0 ? grouped(h.slidingWindow) : QString());
    if (model.understood()) {
        if (model.find("position_embd.weight") == nullptr) { // learned positions (GPT-2) instead of rotated ones
            add(ModelTexts::tr("RoPE base"), decimal(h.ropeBase, 0));
            add(ModelTexts::tr("RoPE scaling"), ropeScalingText(h.ropeScaling));
        }
        add(ModelTexts::tr("Norm epsilon"), h.normEpsilon > 0 ? significant(h.normEpsilon, 3) : QString());
        add(ModelTexts::tr("Output tied to embedding"), h.tiedEmbeddings ? ModelTexts::tr("yes") : ModelTexts::tr("no"));
        std::uint64_t perToken = 0;
        for (const std::uint32_t count : h.kvHeads) {
            perToken += 2ULL * count * (h.keyLength + h.valueLength);
        }
        add(ModelTexts::tr("KV cache per token"),
            perToken > 0 ? ModelTexts::tr("%1 KiB at f16")
                               .arg(decimal(static_cast<double>(perToken) / 1024, perToken % 1024 == 0 ? 0 : 2))
                         : QString());
    }
    return rows;
}

std::vector<QStringList> tokenizerFacts(const Model& model) {
    if (!model.tokenizer()) {
        return {{ModelTexts::tr("Tokenizer"), ModelTexts::tr("none found")}};
    }
    const TokenizerData& t = *model.tokenizer();
    std::vector<QStringList> rows = {
        {ModelTexts::tr("Tokenizer"), ModelTexts::tr("%1, %2 entries").arg(tokenizerKind(t.model), grouped(t.tokens.size()))}};
    const auto special = std::count_if(t.types.begin(), t.types.end(), [](TokenType type) {
        return type == TokenType::control || type == TokenType::userDefined;
    });
    rows.push_back({ModelTexts::tr("Special tokens"), grouped(static_cast<std::uint64_t>(special))});
    for (const auto& [name, id] : t.specialIds) {
        const QString caption = name == "bos"   ? ModelTexts::tr("Beginning of text")
                                : name == "eos" ? ModelTexts::tr("End of text")
                                                : QString();
        if (!caption.isEmpty() && id < t.tokens.size()) {
            rows.push_back({caption, QStringLiteral("%1 (%2)").arg(displayed(t.tokens[id]), grouped(id))});
        }
    }
    rows.push_back({ModelTexts::tr("Chat template"), t.chatTemplate
                                                         ? ModelTexts::tr("%1 characters").arg(grouped(t.chatTemplate->size()))
                                                         : ModelTexts::tr("none")});
    return rows;
}

std::vector<QStringList> fileFacts(const Model& model, SizeUnit unit) {
    const Checkpoint& checkpoint = model.checkpoint();
    std::vector<std::uint64_t> tensors(checkpoint.files().size(), 0);
    for (const TensorInfo& tensor : checkpoint.tensors()) {
        ++tensors[tensor.file];
    }
    std::vector<QStringList> rows;
    for (std::size_t i = 0; i < checkpoint.files().size(); ++i) {
        const MappedFile& file = checkpoint.files()[i];
        rows.push_back({fileNameOf(file.path()), grouped(tensors[i]), sizeNumber(wholeBytes(file), unit)});
    }
    if (rows.size() > 1) {
        rows.push_back({ModelTexts::tr("%1 files").arg(rows.size()), grouped(checkpoint.tensors().size()),
                        sizeNumber(checkpoint.fileBytes(), unit)});
    }
    return rows;
}

QString alsoReadText(const Model& model) {
    if (model.checkpoint().kind() == ContainerKind::gguf) {
        return {};
    }
    QStringList found;
    for (const char* name :
         {"config.json", "generation_config.json", "tokenizer.model", "tokenizer.json", "tokenizer_config.json"}) {
        const auto kind = outcomeOf([&] { return fileKind(model.checkpoint().folder() / name); });
        if (const auto* known = std::get_if<FileKind>(&kind); known != nullptr && *known != FileKind::none) {
            found.append(QLatin1String(name));
        }
    }
    return found.isEmpty() ? QString() : ModelTexts::tr("Beside them: %1").arg(found.join(QLatin1String(", ")));
}

std::vector<ModelPart> partsOf(const Model& model) {
    enum { feedForward, attention, embedding, output, other, count };
    std::array<ModelPart, count> parts = {{{ModelTexts::tr("Feed-forward"), 0},
                                           {ModelTexts::tr("Attention"), 0},
                                           {ModelTexts::tr("Embedding"), 0},
                                           {ModelTexts::tr("Output"), 0},
                                           {ModelTexts::tr("Norms and others"), 0}}};
    for (const Weight& weight : model.weights()) {
        if (!weight.isStored()) {
            continue;
        }
        const std::string_view module = moduleOf(weight.role);
        const bool isMatrix = weight.dimensions() > 1;
        const int which = weight.role == Role::tokenEmbedding || weight.role == Role::positionEmbedding ? embedding
                          : weight.role == Role::output                                                 ? output
                          : module == "feed-forward" && isMatrix                                        ? feedForward
                          : module == "attention" && isMatrix                                           ? attention
                                                                                                        : other;
        parts[static_cast<std::size_t>(which)].bytes += weight.storedBytes();
    }
    std::vector<ModelPart> present;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(present), [](const ModelPart& part) { return part.bytes > 0; });
    std::stable_sort(present.begin(), present.end(), [](const ModelPart& a, const ModelPart& b) { return a.bytes > b.bytes; });
    return present;
}

double farthestInSigma(const WeightSummary& summary) {
    return summary.standardDeviation > 0 ? summary.farthest / summary.standardDeviation : 0.0;
}

std::vector<CheckResult> checksOf(const Model& model, const ModelScan& scan) {
    using Kind = Badge::Kind;
    // Checkpoint's constructor and the readers refuse a file for which this is not so.
    std::vector<CheckResult> checks = {
        {Kind::ok,
         ModelTexts::tr("All %1 tensors inside their files, no overlaps").arg(grouped(model.checkpoint().tensors().size())),
         {}}};
    if (model.understood()) {
        checks.push_back({Kind::ok, ModelTexts::tr("Every tensor has a known role"), {}});
    } else {
        checks.push_back({Kind::warn, displayed(*model.notUnderstood()),
                          hasGuessedRoles(model) ? ModelTexts::tr("Roles of tensors are guessed.")
                                                 : ModelTexts::tr("Statistics work, converting does not.")});
    }
    if (model.tokenizerProblem()) {
        checks.push_back({Kind::warn, displayed(*model.tokenizerProblem()), {}});
    }
    for (const std::string& remark : remarksOn(model)) {
        checks.push_back({Kind::warn, displayed(remark), {}});
    }
    if (const auto missing = missingTokenizer(model)) {
        checks.push_back({Kind::warn, displayed(*missing), {}});
    }
    if (const auto guess = tokenizerGuess(model)) {
        checks.push_back({Kind::warn, displayed(*guess), {}});
    }
    if (model.isQuantized()) {
        checks.push_back({Kind::warn,
                          ModelTexts::tr("The source is already quantized (%1)").arg(fromView(model.storedTypeName())),
                          ModelTexts::tr("A second rounding adds to the first. Use the BF16 file when you have it.")});
    }
    if (!scan.isComplete) {
        checks.push_back({Kind::neutral, ModelTexts::tr("Contents not read yet: NaN, infinite values, outliers"), {}});
        return checks;
    }
    std::size_t bad = 0;
    QStringList outliers;
    for (std::size_t i = 0; i < scan.weights.size(); ++i) {
        if (!scan.weights[i]) {
            continue;
        }
        bad += scan.weights[i]->hasBadValues() ? 1 : 0;
        if (farthestInSigma(*scan.weights[i]) > WeightSummary::outlierSigma) {
            outliers.append(longName(model.weights()[i]));
        }
    }
    if (bad == 0) {
        checks.push_back({Kind::ok, ModelTexts::tr("No NaN, no infinite values"), {}});
    } else {
        checks.push_back({Kind::bad,
                          counted(static_cast<std::int64_t>(bad), ModelTexts::tr("1 tensor holds NaN or infinite values"),
                                  ModelTexts::tr("%1 tensors hold NaN or infinite values")),
                          {}});
    }
    if (outliers.isEmpty()) {
        checks.push_back({Kind::ok, ModelTexts::tr("No value lies more than 20 σ out"), {}});
    } else {
        checks.push_back({Kind::warn,
                          counted(outliers.size(), ModelTexts::tr("1 tensor holds outliers beyond 20 σ"),
                                  ModelTexts::tr("%1 tensors hold outliers beyond 20 σ")),
                          outliers.mid(0, 20).join(QLatin1Char('\n'))});
    }
    return checks;
}

} // namespace quantlathe::ui
