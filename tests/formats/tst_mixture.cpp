// SPDX-License-Identifier: GPL-3.0-or-later
// The mixture rules against what llama-quantize chose: 12 architectures, 33 file types, with and without importance matrix.
#include "base/text.h"
#include "formats/gguf/mixture.h"
#include "support/test_support.h"

#include <deque>
#include <map>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace quantlathe;
using namespace quantlathe::gguf;

namespace {

struct Tensor {
    std::string name;
    std::vector<std::uint64_t> shape; // innermost first, as the file lists it
};

/// A model of the golden file: block 0 is repeated for all layers.
struct SyntheticModel {
    std::string architecture;
    MixtureModel facts;
    std::vector<Tensor> tensors; // in output order
};

QJsonObject goldenFile() {
    static const QJsonObject object = [] {
        const auto bytes = test::readAll(test::dataFile("gguf/mixtures.json"));
        return QJsonDocument::fromJson(
                   QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())))
            .object();
    }();
    return object;
}

SyntheticModel syntheticModel(const QString& name) {
    const QJsonObject source = goldenFile()["models"].toObject()[name].toObject();
    const QJsonObject hyper = source["hp"].toObject();
    SyntheticModel model;
    model.architecture = source["arch"].toString().toStdString();
    const auto number = [&](const char* key) { return static_cast<std::uint32_t>(hyper[key].toInt()); };
    model.facts = {.architecture = {},
                   .layers = number("n_layer"),
                   .heads = number("n_head"),
                   .kvHeads = number("n_kv"),
                   .experts = number("n_expert")};
    const QJsonObject shapes = source["shapes"].toObject();
    for (auto it = shapes.begin(); it != shapes.end(); ++it) {
        Tensor tensor{it.key().toStdString(), {}};
        for (const auto& dimension : it.value().toArray()) {
            tensor.shape.push_back(static_cast<std::uint64_t>(dimension.toInteger()));
        }
        const bool isInBlock = tensor.name.starts_with("blk.0.");
        for (std::uint32_t layer = 0; layer < (isInBlock ? model.facts.layers : 1); ++layer) {
            Tensor copy = tensor;
            if (isInBlock) {
                copy.name = "blk." + std::to_string(layer) + tensor.name.substr(5);
            }
            model.tensors.push_back(std::move(copy));
        }
    }
    std::vector<std::string_view> names;
    for (const Tensor& tensor : model.tensors) {
        names.push_back(tensor.name);
    }
    std::vector<Tensor> sorted;
    for (const std::size_t index : outputOrder(names)) {
        sorted.push_back(model.tensors[index]);
    }
    model.tensors = std::move(sorted);
    return model;
}

/// In the golden models vectors are F32 and all matrices F16, so a kept matrix stays F16; except the router, which is F32.
std::optional<ElementType> keptType(const Tensor& tensor) {
    if (!whyKept(tensor.name, tensor.shape.size())) {
        return std::nullopt;
    }
    const bool isMatrix = tensor.shape.size() > 1 && tensor.name != "ffn_gate_inp.weight";
    return isMatrix && tensor.name.find("ffn_gate_inp") == std::string::npos ? ElementType::F16 : ElementType::F32;
}

std::vector<ElementType> typesOf(const SyntheticModel& model, FileType fileType, bool withImportance) {
    MixtureModel facts = model.facts;
    facts.architecture = model.architecture;
    std::vector<MixtureTensor> tensors;
    for (const Tensor& tensor : model.tensors) {
        tensors.push_back({tensor.name, tensor.shape.front(), tensor.shape.size() > 2 ? tensor.shape[2] : 1, keptType(tensor)});
    }
    return mixture(facts, tensors, fileType, withImportance);
}

FileType fileTypeNamed(const QString& name) {
    for (const FileTypeInfo& candidate : fileTypes()) {
        if (name == QString::fromUtf8(candidate.name.data(), static_cast<qsizetype>(candidate.name.size()))) {
            return candidate.type;
        }
    }
    qFatal("unknown file type %s", qPrintable(name));
}

/// The golden run's type of a tensor: a name, or per type the layers that have it.
QString goldenType(const QJsonObject& types, const std::string& tensor) {
    const auto block = blockOf(tensor);
    const std::string key = block ? tensor.substr(tensor.find('.', 4) + 1) : tensor;
    const QJsonValue value = types[QString::fromStdString(key)];
    if (value.isString()) {
        return value.toString();
    }
    const QJsonObject byType = value.toObject();
    for (auto it = byType.begin(); it != byType.end(); ++it) {
        if (it.value().toArray().contains(static_cast<int>(*block))) {
            return it.key();
        }
    }
    return {};
}

} // namespace

class TestMixture : public QObject {
    Q_OBJECT
private slots:
    void choosesTheTypesOfLlamaQuantize() {
        std::map<QString, SyntheticModel> models;
        const QJsonObject sources = goldenFile()["models"].toObject();
        for (const QString& name : sources.keys()) {
            models[name] = syntheticModel(name);
        }
        const QJsonArray runs = goldenFile()["runs"].toArray();
        QCOMPARE(runs.size(), 728);
        qsizetype compared = 0;
        for (const auto& entry : runs) {
            const QJsonObject run = entry.toObject();
            const SyntheticModel& model = models.at(run["model"].toString());
            const FileType fileType = fileTypeNamed(run["ftype"].toString());
            QCOMPARE(model.tensors.size(), static_cast<std::size_t>(run["n_tensors"].toInt()));
            const bool withImportance = run["imatrix"].toBool();
            const auto types = typesOf(model, fileType, withImportance);
            bool wouldRequire = false;
            for (std::size_t i = 0; i < types.size(); ++i) {
                const std::string& name = model.tensors[i].name;
                const QString expected = goldenType(run["types"].toObject(), name).toUpper();
                const auto actual =
                    QString::fromUtf8(info(types[i]).name.data(), static_cast<qsizetype>(info(types[i]).name.size()));
                if (actual != expected) {
                    QFAIL(qPrintable(QString("%1 %2 imatrix %3: %4 is %5, llama-quantize chose %6")
                                         .arg(run["model"].toString(), run["ftype"].toString())
                                         .arg(withImportance)
                                         .arg(QString::fromStdString(name), actual, expected)));
                }
                ++compared;
                wouldRequire |= needsImportance(name, types[i], fileType);
            }
            if (!withImportance) {
                QCOMPARE(wouldRequire, run["would_require_imatrix"].toBool());
            }
        }
        QVERIFY(compared > 100'000);
    }

    void refusesWhatLlamaQuantizeRefuses() {
        const QJsonArray failed = goldenFile()["failed"].toArray();
        QCOMPARE(failed.size(), 64);
        for (const auto& entry : failed) {
            const QJsonObject run = entry.toObject();
            const SyntheticModel model = syntheticModel(run["model"].toString());
            const FileType fileType = fileTypeNamed(run["ftype"].toString());
            const auto error = test::errorOf([&] { static_cast<void>(typesOf(model, fileType, run["imatrix"].toInt() != 0)); });
            QVERIFY(error);
            QCOMPARE(error->kind(), ErrorKind::badInput);
            // llama-quantize names the first tensor that does not fit; so do we.
            const QString offender = run["msg"].toArray()[0].toString().section(' ', 1, 1);
            QVERIFY2(error->title().starts_with(offender.toStdString()), error->what());
        }
    }

    void saysWhichRowLengthDoesNotFit() {
        const SyntheticModel model = syntheticModel("llama-4L-cols264");
        const auto error = test::errorOf([&] { static_cast<void>(typesOf(model, FileType::Q4_K_M, false)); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("output.weight cannot be stored as Q8_0"));
        QCOMPARE(error->detail(),
                 std::string("Its row length 264 is not a multiple of 32, and Q8_0 has no replacement. Choose F16 or BF16."));
    }

    void decidedTensorsDoNotAdvanceTheCounters() {
        // Q4_K_S gives the first four value projections Q5_K; with the first one decided, the fifth one moves up.
        std::deque<std::string> names;
        std::vector<MixtureTensor> tensors;
        for (int layer = 0; layer < 8; ++layer) {
            names.push_back("blk." + std::to_string(layer) + ".attn_v.weight");
            tensors.push_back({names.back(), 256, 1, std::nullopt});
        }
        const MixtureModel model{.architecture = "llama", .layers = 8, .heads = 8, .kvHeads = 8, .experts = 0};
        const auto plain = mixture(model, tensors, FileType::Q4_K_S, false);
        QCOMPARE(std::ranges::count(plain, ElementType::Q5_K), 4);
        QCOMPARE(plain[4], ElementType::Q4_K);
        tensors[0].decided = ElementType::Q8_0;
        const auto wished = mixture(model, tensors, FileType::Q4_K_S, false);
        QCOMPARE(wished[0], ElementType::Q8_0);
        QCOMPARE(wished[4], ElementType::Q5_K);
        QCOMPARE(wished[5], ElementType::Q4_K);
        tensors[0].isCounted = true; // a wish that is about this tensor only
        const auto counted = mixture(model, tensors, FileType::Q4_K_S, false);
        QCOMPARE(counted[0], ElementType::Q8_0);
        QCOMPARE(counted[3], ElementType::Q5_K);
        QCOMPARE(counted[4], ElementType::Q4_K);
    }

    void expertTensorsNeedABlock() {
        const MixtureModel model{.architecture = "llama", .layers = 2, .heads = 8, .kvHeads = 8, .experts = 8};
        const std::vector<MixtureTensor> tensors{{"blk.2.ffn_down_exps.weight", 256, 8, std::nullopt}};
        const auto error = test::errorOf([&] { static_cast<void>(mixture(model, tensors, FileType::Q4_K_M, false)); });
        QVERIFY(error);
        QVERIFY(error->title().find("blk.2.ffn_down_exps.weight") != std::string::npos);
    }

    void sortsAsLlamaQuantizeWrites() {
        const std::vector<std::string_view> names{"blk.10.a.weight", "token_embd.weight", "blk.2.b.weight",
                                                  "blk.2.a.weight",  "output.weight",     "blk.x.weight"};
        std::vector<std::string_view> sorted;
        for (const std::size_t index : outputOrder(names)) {
            sorted.push_back(names[index]);
        }
        const std::vector<std::string_view> expected{"blk.x.weight",   "output.weight",  "token_embd.weight",
                                                     "blk.2.a.weight", "blk.2.b.weight", "blk.10.a.weight"};
        QCOMPARE(sorted, expected);
    }

    void keepsWhatLlamaQuantizeKeeps_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("dimensions");
        QTest::addColumn<bool>("kept");
        QTest::addColumn<bool>("alwaysF32");
        QTest::newRow("projection") << "blk.0.attn_q.weight" << 2 << false << false;
        QTest::newRow("norm") << "blk.0.attn_norm.weight" << 1 << true << true;
        QTest::newRow("two-dimensional norm") << "blk.0.attn_q_norm.weight" << 2 << true << true;
        QTest::newRow("bias") << "blk.0.attn_q.bias" << 1 << true << true;
        QTest::newRow("router") << "blk.0.ffn_gate_inp.weight" << 2 << true << true;
        QTest::newRow("shared router") << "blk.0.ffn_gate_inp_shexp.weight" << 1 << true << true;
        QTest::newRow("rope factors") << "rope_freqs.weight" << 1 << true << true;
        QTest::newRow("position embedding") << "position_embd.weight" << 2 << true << true;
        QTest::newRow("per-layer embedding") << "per_layer_token_embd.weight" << 2 << false << false;
        QTest::newRow("laurel") << "blk.0.laurel_l.weight" << 2 << true << false;
        QTest::newRow("image encoder") << "v.blk.0.attn_rel_pos.rel_pos.weight" << 2 << true << false;
        QTest::newRow("other suffix") << "blk.0.ssm_a" << 2 << true << true;
    }
    void keepsWhatLlamaQuantizeKeeps() {
        QFETCH(QString, name);
        QFETCH(int, dimensions);
        const auto count = static_cast<std::size_t>(dimensions);
        QTEST(whyKept(name.toStdString(), count).has_value(), "kept");
        QTEST(isAlwaysF32(name.toStdString(), count), "alwaysF32");
    }
};

QTEST_APPLESS_MAIN(TestMixture)
#include "tst_mixture.moc"
