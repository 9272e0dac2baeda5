// SPDX-License-Identifier: GPL-3.0-or-later
// GGUF as an output family against llama-quantize's files: types, order, header, sizes of the golden model.
#include "checkpoint/gguf_reader.h"
#include "formats/format.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <cstring>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <set>

using namespace quantlathe;
using test::LlamaShape;

namespace {

QJsonObject goldenRuns() {
    static const QJsonObject object = [] {
        const auto bytes = test::readAll(test::dataFile("gguf/quantized.json"));
        return QJsonDocument::fromJson(
                   QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())))
            .object();
    }();
    return object;
}

const Format& ggufFormat() {
    return *formatById("gguf");
}

const Preset& preset(std::string_view name) {
    const Preset* found = presetByName(ggufFormat(), name);
    if (found == nullptr) {
        qFatal("no preset");
    }
    return *found;
}

std::string reasonOf(const std::optional<std::string>& reason) {
    return reason.value_or("allowed");
}

} // namespace

class TestGgufFormat : public QObject {
    Q_OBJECT

    std::shared_ptr<const Model> golden_;
    std::shared_ptr<const ImportanceMatrix> matrix_;

private slots:
    void initTestCase() {
        golden_ = openModel(test::dataFile("gguf/tiny-llama-f32.gguf"));
        auto matrix = readImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf"));
        matrix.file = "tiny-llama-imatrix.gguf"; // llama-quantize wrote the path as it was given
        matrix_ = std::make_shared<ImportanceMatrix>(std::move(matrix));
    }

    void isInTheRegistry() {
        QCOMPARE(formats().size(), std::size_t{12}); // GGUF first, then the families of folders
        QCOMPARE(formatById("GGUF"), formats()[0]);
        QCOMPARE(formatById("ggml"), nullptr);
        QCOMPARE(ggufFormat().id(), std::string_view("gguf"));
        QCOMPARE(ggufFormat().fileSuffix(), std::string_view(".gguf"));
    }

    void offersThePresetsOfLlamaCpp() {
        // Without the types that a file of them may hold they are not offered.
        const std::vector<std::pair<std::string_view, std::vector<std::string_view>>> all{
            {"F32", {}},
            {"F16", {}},
            {"BF16", {}},
            {"Q8_0", {}},
            {"Q4_0", {}},
            {"Q4_1", {}},
            {"Q5_0", {}},
            {"Q5_1", {}},
            {"Q2_K", {}},
            {"Q2_K_S", {}},
            {"Q3_K_S", {}},
            {"Q3_K_M", {}},
            {"Q3_K_L", {}},
            {"Q4_K_S", {}},
            {"Q4_K_M", {}},
            {"Q5_K_S", {}},
            {"Q5_K_M", {}},
            {"Q6_K", {}},
            {"IQ4_NL", {}},
            {"IQ4_XS", {}},
            {"COPY", {}},
            {"IQ3_M", {"IQ3_S"}},
            {"IQ3_S", {"IQ3_S"}},
            {"IQ3_XS", {"IQ3_S", "IQ3_XXS"}},
            {"IQ3_XXS", {"IQ3_XXS", "IQ3_S", "IQ2_S"}},
            {"IQ2_M", {"IQ2_S", "IQ3_S"}},
            {"IQ2_S", {"IQ2_XS", "IQ3_S"}},
            {"IQ2_XS", {"IQ2_XS"}},
            {"IQ2_XXS", {"IQ2_XXS"}},
            {"IQ1_M", {"IQ1_M", "IQ2_XXS"}},
            {"IQ1_S", {"IQ1_S", "IQ2_XXS"}},
            {"TQ1_0", {"TQ1_0"}},
            {"TQ2_0", {"TQ2_0"}},
            {"MXFP4_MOE", {"MXFP4"}},
            {"Q1_0", {"Q1_0"}},
            {"Q2_0", {"Q2_0"}},
        };
        std::set<std::string_view> expected;
        for (const auto& [name, types] : all) {
            const bool isThere = std::ranges::all_of(types, [](std::string_view type) {
                const Encoding* encoding = encodingByName(type);
                return encoding != nullptr && encoding->canEncode();
            });
            if (isThere) {
                expected.insert(name);
            }
        }
        std::set<std::string_view> offered;
        for (const Preset& candidate : ggufFormat().presets()) {
            offered.insert(candidate.name);
            QVERIFY(!candidate.description.empty());
        }
        QCOMPARE(offered, expected);
        QCOMPARE(preset("q4_k").name, std::string_view("Q4_K_M"));
        QCOMPARE(preset("Q3_K").name, std::string_view("Q3_K_M"));
        QCOMPARE(preset("q5_k_m").name, std::string_view("Q5_K_M"));
        QCOMPARE(presetByName(ggufFormat(), "Q7_K"), nullptr);
        for (const Encoding* encoding : ggufFormat().encodings()) {
            QVERIFY(encoding->canEncode());
        }
    }

    /// Every recorded run of a preset that we offer.
    void laysFilesOutAsLlamaQuantize() {
        std::set<std::string_view> compared;
        for (const auto& entry : goldenRuns()["runs"].toArray()) {
            const QJsonObject run = entry.toObject();
            const Preset* candidate = presetByName(ggufFormat(), run["ftype"].toString().toStdString());
            if (candidate == nullptr || run["pure"].toBool() || !run["extra_flags"].toArray().isEmpty()) {
                continue;
            }
            const QByteArray label = run["args"].toString().toUtf8();
            const ImportanceMatrix* matrix = run["imatrix"].toBool() ? matrix_.get() : nullptr;
            const std::vector<Choice> choices = ggufFormat().choose(*golden_, *candidate, {}, matrix);
            const QJsonObject tensors = run["tensors"].toObject();
            QCOMPARE(static_cast<qsizetype>(choices.size()), tensors.size());
            for (const Choice& choice : choices) {
                const QJsonArray expected = tensors[QString::fromStdString(choice.weight->name)].toArray();
                QVERIFY2(expected[0].toString().toUpper().toStdString() == choice.encoding->name(),
                         (label + ": " + choice.weight->name.c_str()).constData());
            }
            const OutputLayout layout = ggufFormat().layOut(*golden_, *candidate, choices, matrix);
            QCOMPARE(layout.files.size(), std::size_t{1});
            QVERIFY2(layout.bytes() == static_cast<std::uint64_t>(run["file_size"].toInteger()), label);
            QVERIFY2(layout.files[0].header.size() == static_cast<std::size_t>(run["data_offset"].toInteger()), label);
            QCOMPARE(layout.pieces.front().offset, static_cast<std::uint64_t>(run["data_offset"].toInteger()));
            for (std::size_t i = 0; i < choices.size(); ++i) {
                const QJsonArray expected = tensors[QString::fromStdString(choices[i].weight->name)].toArray();
                QCOMPARE(layout.pieces[i].bytes, static_cast<std::uint64_t>(expected[1].toInteger()));
            }
            compared.insert(candidate->name);
        }
        // All but the one that is younger than the recorded runs.
        QCOMPARE(compared.size(), ggufFormat().presets().size() - (presetByName(ggufFormat(), "Q2_0") != nullptr ? 1 : 0));
    }

    void refusesWhatLlamaQuantizeRefuses() {
        int compared = 0;
        for (const auto& entry : goldenRuns()["refused"].toArray()) {
            // Options, input, output, type, threads; the message names the tensor and its type on the last words of two lines.
            const QJsonObject refused = entry.toObject();
            const QStringList words = refused["args"].toString().split(' ');
            const Preset* const candidate = presetByName(ggufFormat(), words[words.size() - 2].toStdString());
            if (words.size() != 4 || candidate == nullptr) {
                continue;
            }
            const auto error =
                test::errorOf([&] { static_cast<void>(ggufFormat().choose(*golden_, *candidate, {}, nullptr)); });
            QVERIFY(error);
            QCOMPARE(error->kind(), ErrorKind::badInput);
            QCOMPARE(error->title(), std::string(candidate->name) + " needs an importance matrix");
            const QJsonArray message = refused["msg"].toArray();
            const auto lastWord = [&](int line) { return message[line].toString().section(' ', -1); };
            const QString expected = QString("%1 cannot be stored as %2").arg(lastWord(1), lastWord(2).toUpper());
            QVERIFY2(error->detail().find(expected.toStdString()) != std::string::npos, error->detail().c_str());
            ++compared;
        }
        QCOMPARE(compared, 9); // Q2_K_S, two IQ1, four IQ2, IQ3_XXS, IQ3_XS
        QVERIFY(ggufFormat().whyNot(*golden_, preset("Q2_K_S"), nullptr));
        QVERIFY(!ggufFormat().whyNot(*golden_, preset("Q2_K_S"), matrix_.get()));
        QVERIFY(!ggufFormat().whyNot(*golden_, preset("Q2_K"), nullptr));
    }

    void aMatrixWithoutTheWeightIsNotEnough() {
        ImportanceMatrix partial = *matrix_;
        partial.columns.erase("blk.1.ffn_up.weight");
        const auto error =
            test::errorOf([&] { static_cast<void>(ggufFormat().choose(*golden_, preset("Q2_K_S"), {}, &partial)); });
        QVERIFY(error);
        QVERIFY(error->detail().find("blk.1.ffn_up.weight") != std::string::npos);
    }

    void embeddingsNeedNoMatrixUnlessTheirTypeDoes() {
        const auto wishFor = [](const char* type) {
            return [type](const Weight& weight) {
                return WishedEncoding{weight.name == "token_embd.weight" ? encodingByName(type) : nullptr};
            };
        };
        const auto allowed = ggufFormat().choose(*golden_, preset("Q4_K_M"), wishFor("IQ2_S"), nullptr);
        QVERIFY(std::ranges::any_of(allowed, [](const Choice& choice) { return choice.encoding->name() == "IQ2_S"; }));
        // The matrix has no values for embeddings, as real ones have none.
        const auto error = test::errorOf(
            [&] { static_cast<void>(ggufFormat().choose(*golden_, preset("Q4_K_M"), wishFor("IQ2_XS"), matrix_.get())); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("token_embd.weight as IQ2_XS needs an importance matrix"));
        QVERIFY2(error->detail().ends_with("has no values for token_embd.weight. Choose another type than IQ2_XS for it."),
                 error->detail().c_str());
    }

    void piecesNeitherOverlapNorLeaveTheFile_data() {
        QTest::addColumn<QString>("name");
        for (const Preset& candidate : ggufFormat().presets()) {
            if (candidate.name != "Q1_0") { // rows of 288 do not divide by 128
                QTest::newRow(candidate.name.data()) << QString::fromUtf8(candidate.name.data());
            }
        }
    }
    void piecesNeitherOverlapNorLeaveTheFile() {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        const auto model = test::llamaModel(
            folder,
            {.layers = 5, .hidden = 288, .feedForward = 800, .heads = 6, .kvHeads = 3, .headSize = 48, .vocabulary = 333});
        const Preset& candidate = preset(name.toStdString());
        const auto choices = ggufFormat().choose(*model, candidate, {}, nullptr, {.isDryRun = true}); // without importance
        const OutputLayout layout = ggufFormat().layOut(*model, candidate, choices, nullptr);
        std::uint64_t end = layout.files[0].header.size();
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const OutputPiece& piece = layout.pieces[i];
            QCOMPARE(piece.choice, i);
            QCOMPARE(piece.offset % 32, std::uint64_t{0});
            QVERIFY(piece.offset >= end && piece.offset < end + 32);
            QCOMPARE(piece.bytes, choices[i].encoding->bytes(choices[i].weight->rows(), choices[i].weight->columns()));
            end = piece.offset + piece.bytes;
        }
        QCOMPARE(layout.bytes(), (end + 31) / 32 * 32);
    }

    /// Sizes of the published files of Llama 3.1 8B in GiB, as llama.cpp's quantize tool documents them.
    void llama8BHasThePublishedSizes_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("gibibytes");
        QTest::newRow("Q2_K") << "Q2_K" << 2.95;
        QTest::newRow("Q3_K_M") << "Q3_K_M" << 3.74;
        QTest::newRow("IQ4_XS") << "IQ4_XS" << 4.17;
        QTest::newRow("Q4_K_S") << "Q4_K_S" << 4.36;
        QTest::newRow("Q4_K_M") << "Q4_K_M" << 4.58;
        QTest::newRow("Q5_K_M") << "Q5_K_M" << 5.33;
        QTest::newRow("Q6_K") << "Q6_K" << 6.14;
        QTest::newRow("Q8_0") << "Q8_0" << 7.95;
        QTest::newRow("F16") << "F16" << 14.96;
    }
    void llama8BHasThePublishedSizes() {
        QFETCH(QString, name);
        QFETCH(double, gibibytes);
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, test::llama8B());
        const Preset& candidate = preset(name.toStdString());
        const auto choices = ggufFormat().choose(*model, candidate, {}, nullptr);
        const double size =
            static_cast<double>(ggufFormat().layOut(*model, candidate, choices, nullptr).bytes()) / (1ULL << 30U);
        // Two decimals were printed, and the vocabulary (7 MB of text) is not in the synthetic file.
        QVERIFY2(std::abs(size - gibibytes) < 0.013, qPrintable(QString::number(size)));
    }

    void saysWhyAnEncodingCannotBeUsed() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(
            folder, {.layers = 1, .hidden = 288, .feedForward = 4100, .heads = 6, .kvHeads = 3, .headSize = 48});
        const auto why = [&](const char* weight, const char* encoding) {
            return reasonOf(ggufFormat().whyNot(*model, *model->find(weight), *encodingByName(encoding)));
        };
        QCOMPARE(why("blk.0.ffn_down.weight", "Q4_K"), std::string("row length 4 100 is not a multiple of 256"));
        QCOMPARE(why("blk.0.ffn_down.weight", "F16"), std::string("allowed"));
        QCOMPARE(why("blk.0.attn_q.weight", "Q8_0"), std::string("allowed"));
        QCOMPARE(why("blk.0.attn_norm.weight", "Q8_0"), std::string("norms are never quantized, it stays in F32"));
        QCOMPARE(why("blk.0.attn_norm.weight", "F32"), std::string("allowed"));
        QVERIFY(!ggufFormat().offersChoice(*model, *model->find("blk.0.attn_norm.weight")));
        QVERIFY(ggufFormat().offersChoice(*model, *model->find("token_embd.weight")));
    }

    void saysWhichRowsFitNoEncoding() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, {.layers = 1, .hidden = 264, .heads = 6, .kvHeads = 6, .headSize = 44});
        const std::string reason = reasonOf(ggufFormat().whyNot(*model, preset("Q4_K_M"), nullptr));
        QVERIFY2(reason.find("output.weight cannot be stored as Q8_0") != std::string::npos, reason.c_str());
        QVERIFY(reason.find("row length 264") != std::string::npos);
        QCOMPARE(reasonOf(ggufFormat().whyNot(*model, preset("F16"), nullptr)), std::string("allowed"));
    }

    void wishesWinAndMoveNothingElse() {
        const EncodingWish wish = [](const Weight& weight) {
            return WishedEncoding{weight.name == "blk.0.ffn_up.weight" ? encodingByName("Q8_0") : nullptr};
        };
        const auto choices = ggufFormat().choose(*golden_, preset("Q4_K_M"), wish, nullptr);
        const auto plain = ggufFormat().choose(*golden_, preset("Q4_K_M"), {}, nullptr);
        for (std::size_t i = 0; i < choices.size(); ++i) {
            QCOMPARE(choices[i].weight, plain[i].weight);
            const bool isWished = choices[i].weight->name == "blk.0.ffn_up.weight";
            QCOMPARE(choices[i].encoding, isWished ? encodingByName("Q8_0") : plain[i].encoding);
        }
        const QTemporaryDir folder;
        const auto narrow = test::llamaModel(folder, {.layers = 1, .hidden = 288, .heads = 6, .kvHeads = 3, .headSize = 48});
        const auto error = test::errorOf([&] {
            static_cast<void>(ggufFormat().choose(
                *narrow, preset("Q8_0"), [](const Weight&) { return WishedEncoding{encodingByName("Q4_K")}; }, nullptr));
        });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QCOMPARE(error->title(), std::string("output.weight cannot be stored as Q4_K"));
    }

    void keysThatDescribeTheOldFileGo() {
        const auto choices = ggufFormat().choose(*golden_, preset("Q6_K"), {}, nullptr);
        const OutputLayout layout = ggufFormat().layOut(*golden_, preset("Q6_K"), choices, nullptr);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "header.gguf";
        std::vector<std::byte> file(layout.bytes());
        std::ranges::copy(layout.files[0].header, file.begin());
        test::writeAll(path, file);
        const Checkpoint written(readGguf(path));
        QCOMPARE(written.metadata().integer("general.file_type"), std::optional<std::int64_t>(18));
        const auto& pairs = written.metadata().pairs();
        QCOMPARE(pairs[pairs.size() - 2].key, std::string("general.quantization_version"));
        QCOMPARE(pairs.back().key, std::string("general.file_type"));
        QCOMPARE(written.tensors().front().name, std::string("output.weight"));
        for (std::size_t i = 0; i < choices.size(); ++i) {
            QCOMPARE(written.tensors()[i].offset, layout.pieces[i].offset);
        }
    }

    void huggingFaceFoldersBecomeGguf() {
        const auto model = openModel(test::resourceFile("sample"));
        QVERIFY(!ggufFormat().whyNot(*model));
        for (const char* name : {"F32", "F16", "BF16", "Q8_0", "Q4_K_M"}) {
            const auto choices = ggufFormat().choose(*model, preset(name), {}, nullptr);
            QCOMPARE(choices.size(), model->weights().size());
            for (const Choice& choice : choices) {
                const bool isVector = choice.weight->dimensions() < 2;
                QCOMPARE(choice.isForced, isVector);
                if (isVector) {
                    QCOMPARE(choice.encoding->name(), std::string_view("F32"));
                } else if (info(ElementType::F32).name == name || std::string_view(name).ends_with("F16")) {
                    QCOMPARE(choice.encoding->name(), std::string_view(name));
                } else {
                    QVERIFY(choice.encoding->columnMultiple() > 1);
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestGgufFormat)
#include "tst_gguf_format.moc"
