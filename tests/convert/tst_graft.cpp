// SPDX-License-Identifier: GPL-3.0-or-later
// Some tensors of a GGUF file from the original, all others bit for bit.
#include "plan/graft.h"

#include "checkpoint/gguf_writer.h"
#include "convert/convert_support.h"
#include "plan/command_line.h"
#include "weights/grafted_model.h"
#include "weights/model_difference.h"

#include <algorithm>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

std::vector<std::byte> bytesOf(const Model& model, const std::string& weight) {
    const Checkpoint& checkpoint = model.checkpoint();
    const TensorInfo* const tensor = checkpoint.find(weight);
    if (tensor == nullptr) {
        return {};
    }
    const auto bytes = checkpoint.bytes(*tensor);
    return {bytes.begin(), bytes.end()};
}

std::vector<std::string> namesOf(const Model& model) {
    std::vector<std::string> names;
    std::ranges::transform(model.checkpoint().tensors(), std::back_inserter(names), &TensorInfo::name);
    return names;
}

GraftWish wishFor(const Model& file, const std::vector<std::string>& patterns, const std::string& encoding) {
    GraftWish wish;
    for (const std::string& name : namesToGraft(file, patterns).weights) {
        wish.encodings.emplace(name, encoding);
    }
    return wish;
}

/// A small GGUF file in an order of its own, with keys that no other program would write and an alignment of 64.
fs::path oddFile(const fs::path& path) {
    const auto model = test::tinyLlama();
    Metadata metadata = model->checkpoint().metadata();
    metadata.set("general.alignment", std::uint32_t{64});
    metadata.set("general.file_type", std::uint32_t{7});
    metadata.set("somebody.note", std::string("kept to the letter"));
    std::vector<GgufTensor> tensors;
    for (const TensorInfo& tensor : model->checkpoint().tensors()) {
        tensors.push_back({tensor.name, tensor.type, tensor.shape});
    }
    std::ranges::reverse(tensors);
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> bytes = layout.header;
    bytes.resize(static_cast<std::size_t>(layout.fileBytes));
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        std::ranges::copy(bytesOf(*model, tensors[i].name), bytes.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]));
    }
    test::writeAll(path, bytes);
    return path;
}

} // namespace

class TestGraft : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const std::shared_ptr<const Model> original_ = openModel(test::resourceFile("sample"));
    std::shared_ptr<const Model> file_; // Q4_K_M of it

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void initTestCase() {
        (void)test::convertQuietly(test::planFor(original_, "Q4_K_M"), in("file.gguf"));
        file_ = openModel(in("file.gguf"));
    }

    void onlyTheNamedTensorsChange() {
        const GraftWish wish = wishFor(*file_, {"blk.?.ffn_down.weight", "output.weight"}, "Q8_0");
        QCOMPARE(wish.encodings.size(), 7U);
        const Plan plan = makeGraftPlan(*file_, *original_, wish);
        (void)test::convertQuietly(plan, in("grafted.gguf"));
        const auto result = openModel(in("grafted.gguf"));
        QCOMPARE(namesOf(*result), namesOf(*file_));
        QVERIFY(differencesOf(result->checkpoint().metadata(), file_->checkpoint().metadata()).empty());
        // What a conversion of the original gives for that type.
        PlanDocument document;
        document.preset = "Q4_K_M";
        document.weights = wish.encodings;
        (void)test::convertQuietly(makePlan(original_, document), in("converted.gguf"));
        const auto converted = openModel(in("converted.gguf"));
        for (const std::string& name : namesOf(*file_)) {
            const bool isGrafted = wish.encodings.contains(name);
            QVERIFY2(bytesOf(*result, name) == bytesOf(isGrafted ? *converted : *file_, name), name.c_str());
            QVERIFY2(isGrafted == (bytesOf(*result, name) != bytesOf(*file_, name)), name.c_str());
        }
        QCOMPARE(static_cast<std::uint64_t>(fs::file_size(in("grafted.gguf"))), plan.fileBytes());
        QVERIFY(test::nothingIsLeftBeside(in("grafted.gguf")));
        // The file keeps rows of queries in GGUF's order: permuted on the way.
        const Plan queries = makeGraftPlan(*file_, *original_, wishFor(*file_, {"blk.0.attn_q.weight"}, "Q4_K"));
        (void)test::convertQuietly(queries, in("queries.gguf"));
        QCOMPARE(test::fileHash(in("queries.gguf")), test::fileHash(in("file.gguf")));
    }

    void importanceGuidesAsInAConversion() {
        const auto original = test::tinyLlama();
        const auto matrix =
            std::make_shared<const ImportanceMatrix>(readImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf")));
        (void)test::convertQuietly(test::planFor(original, "Q8_0"), in("tiny.gguf"));
        (void)test::convertQuietly(test::planFor(original, "Q4_0", matrix), in("tiny-q4.gguf"));
        const auto file = openModel(in("tiny.gguf"));
        (void)test::convertQuietly(makeGraftPlan(*file, *original, wishFor(*file, {"blk.1.ffn_up.weight"}, "Q4_0"), matrix),
                                   in("tiny-graft.gguf"));
        const auto result = openModel(in("tiny-graft.gguf"));
        QVERIFY(bytesOf(*result, "blk.1.ffn_up.weight") == bytesOf(*openModel(in("tiny-q4.gguf")), "blk.1.ffn_up.weight"));
        QVERIFY(!result->checkpoint().metadata().contains("quantize.imatrix.file"));
    }

    void orderMetadataAndAlignmentStayToTheLetter() {
        const auto file = openModel(oddFile(in("odd.gguf")));
        // Nothing but a copy: byte for byte the file.
        (void)test::convertQuietly(makeGraftPlan(*file, *test::tinyLlama(), wishFor(*file, {"blk.0.attn_v.weight"}, "F32")),
                                   in("odd-same.gguf"));
        QCOMPARE(test::fileHash(in("odd-same.gguf")), test::fileHash(in("odd.gguf")));
        (void)test::convertQuietly(makeGraftPlan(*file, *test::tinyLlama(), wishFor(*file, {"blk.0.attn_v.weight"}, "Q8_0")),
                                   in("odd-other.gguf"));
        const auto result = openModel(in("odd-other.gguf"));
        QCOMPARE(namesOf(*result), namesOf(*file));
        std::vector<std::string> keys;
        std::vector<std::string> before;
        for (const MetadataPair& pair : result->checkpoint().metadata().pairs()) {
            keys.push_back(pair.key);
        }
        for (const MetadataPair& pair : file->checkpoint().metadata().pairs()) {
            before.push_back(pair.key);
        }
        QCOMPARE(keys, before);
        QVERIFY(differencesOf(result->checkpoint().metadata(), file->checkpoint().metadata()).empty());
        QCOMPARE(result->find("blk.0.attn_v.weight")->storedType, ElementType::Q8_0);
    }

    void aStoppedGraftGoesOn() {
        const Plan plan = makeGraftPlan(*file_, *original_, wishFor(*file_, {"blk.*.ffn_*.weight"}, "Q6_K"));
        (void)test::convertQuietly(plan, in("whole.gguf"));
        CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() >= 0.6) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const auto error =
            test::errorOf([&] { (void)convert(plan, in("stopped.gguf"), {}, test::smallTuning(), progress, cancel); });
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
        QVERIFY(hasInterruptedRun(in("stopped.gguf")) && !fs::exists(in("stopped.gguf")));
        // A plan that was made anew from the same files is the same job.
        const Plan again = makeGraftPlan(*openModel(in("file.gguf")), *openModel(test::resourceFile("sample")),
                                         wishFor(*file_, {"blk.*.ffn_*.weight"}, "Q6_K"));
        const ConvertReport report = test::convertQuietly(again, in("stopped.gguf"), {}, test::smallTuning());
        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(test::fileHash(in("stopped.gguf")), test::fileHash(in("whole.gguf")));
    }

    void neitherSourceIsReplaced() {
        const Plan plan = makeGraftPlan(*file_, *original_, wishFor(*file_, {"output.weight"}, "Q8_0"));
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("file.gguf"), {.replace = true}); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("The result would replace its own source"));
        const auto other = openModel(in("grafted.gguf"));
        const Plan fromOther = makeGraftPlan(*file_, *other, wishFor(*file_, {"output.weight"}, "Q8_0"));
        QVERIFY(test::errorOf([&] { (void)test::convertQuietly(fromOther, in("grafted.gguf"), {.replace = true}); }));
    }

    void aQuantizedOriginalIsASecondLoss() {
        const auto q8 = openModel(in("converted.gguf"));
        const Plan plan = makeGraftPlan(*file_, *q8, wishFor(*file_, {"output.weight"}, "Q5_K"));
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("loss.gguf")); });
        QVERIFY(error && error->title().find("already quantized") != std::string::npos);
        // Codes that are taken over as they are lose nothing.
        (void)test::convertQuietly(makeGraftPlan(*file_, *q8, wishFor(*file_, {"output.weight"}, "Q8_0")), in("codes.gguf"));
        QVERIFY(bytesOf(*openModel(in("codes.gguf")), "output.weight") == bytesOf(*q8, "output.weight"));
    }

    void namesAreChecked() {
        const std::vector<std::string> layer{"blk.0.*"};
        const GraftNames names = namesToGraft(*file_, layer);
        QCOMPARE(names.weights.size(), 7U);
        QCOMPARE(names.kept, (std::vector<std::string>{"blk.0.attn_norm.weight", "blk.0.ffn_norm.weight"}));
        const auto titleOf = [&](const std::vector<std::string>& patterns) {
            const auto error = test::errorOf([&] { (void)namesToGraft(*file_, patterns); });
            return error ? error->title() : std::string();
        };
        QCOMPARE(titleOf({"blk.0.*", "nothing"}), std::string("No tensor of the file is called nothing"));
        QCOMPARE(titleOf({"output_norm.weight"}), std::string("There is nothing to graft"));
        QCOMPARE(titleOf({}), std::string("There is nothing to graft"));
    }

    void whatDoesNotFitIsRefused() {
        const auto told = [](const Model& file, const Model& original, const std::string& name, const std::string& encoding) {
            GraftWish wish;
            wish.encodings.emplace(name, encoding);
            const auto error = test::errorOf([&] { (void)makeGraftPlan(file, original, wish); });
            return error ? std::string(error->what()) : std::string();
        };
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        QVERIFY(contains(told(*original_, *file_, "output.weight", "Q8_0"), "This is no GGUF model"));
        QVERIFY(contains(told(*file_, *test::tinyLlama(), "output.weight", "Q8_0"), "output.weight cannot be grafted"));
        QVERIFY(contains(told(*file_, *original_, "gone.weight", "Q8_0"), "The file has no such weight"));
        QVERIFY(contains(told(*file_, *original_, "output.weight", "Q9_9"), "Q9_9"));
        QVERIFY(contains(told(*file_, *original_, "output_norm.weight", "Q8_0"), "norms are never quantized"));
        fs::copy_file(in("file.gguf"), in("changing.gguf"));
        const auto changing = openModel(in("changing.gguf"));
        fs::resize_file(in("changing.gguf"), fs::file_size(in("changing.gguf")) - 4096);
        QVERIFY(contains(told(*changing, *original_, "output.weight", "Q8_0"), "changing.gguf"));
    }

    void optionsThatContradictAreRefused() {
        GraftWish wish = wishFor(*file_, {"output.weight"}, "Q8_0");
        wish.options.split.asSource = true;
        QVERIFY(test::errorOf([&] { (void)makeGraftPlan(*file_, *original_, wish); }));
        wish.options.split = {.maxTensors = 20};
        const Plan set = makeGraftPlan(*file_, *original_, wish);
        QCOMPARE(set.layout.files.size(), 3U);
        PlanDocument document;
        document.preset = "COPY";
        document.options.keepHeader = true;
        QVERIFY(test::errorOf([&] { (void)makePlan(original_, document); })); // no GGUF, no header
        document.options.prunedLayers = {0};
        QVERIFY(test::errorOf([&] { (void)makePlan(file_, document); }));
    }

    void theCommandRepeatsIt() {
        GraftWish wish = wishFor(*file_, {"blk.0.ffn_*.weight"}, "Q6_K");
        const auto line = [&](const Plan& plan) {
            return fmt::format("{}", fmt::join(convertArguments(plan, "", "out.gguf"), " "));
        };
        QCOMPARE(line(makeGraftPlan(*file_, *original_, wish)),
                 fmt::format("convert {} -o out.gguf --from {} --graft "
                             "blk.0.ffn_down.weight,blk.0.ffn_gate.weight,blk.0.ffn_up.weight --type Q6_K",
                             in("file.gguf").string(), test::resourceFile("sample").string()));
        wish.encodings["blk.0.ffn_up.weight"] = "Q8_0";
        QVERIFY(line(makeGraftPlan(*file_, *original_, wish))
                    .ends_with("--preset COPY --rule "
                               "glob:blk.0.ffn_down.weight=Q6_K --rule "
                               "glob:blk.0.ffn_gate.weight=Q6_K --rule "
                               "glob:blk.0.ffn_up.weight=Q8_0"));
    }
};

QTEST_APPLESS_MAIN(TestGraft)
#include "tst_graft.moc"
