// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR's legacy folders: their files, what is read back, what may take their place.
#include "base/crc32.h"
#include "checkpoint/zip_directory.h"
#include "codecs/spqr/family.h"
#include "convert/folder_support.h"
#include "convert/folder_swap.h"

#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using test::jsonOf;
using test::refusal;
using test::sample;
namespace fs = std::filesystem;

namespace {

constexpr float smallestF16 = 1.0F / (1U << 24U);

PlanDocument documentFor(const std::string& layout) {
    return test::folderDocument("spqr", "SPQR-3", {{"layout", layout}});
}

std::string contentsOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

template <class Number>
Number numberAt(const std::string& bytes, std::size_t offset) {
    Number number = 0;
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

/// Whether the checksums in the directory of an archive of 32-bit numbers are those of its contents; how many entries it has.
std::size_t requireChecksums(const fs::path& file) {
    const std::string bytes = contentsOf(file);
    const ZipDirectory directory = parseZipDirectory({std::as_bytes(std::span(bytes)), bytes.size(), file});
    constexpr std::size_t endBytes = 22;
    constexpr std::size_t entryBytes = 46;
    std::size_t at = numberAt<std::uint32_t>(bytes, bytes.size() - endBytes + 16);
    const std::size_t count = numberAt<std::uint16_t>(bytes, bytes.size() - endBytes + 10);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t nameBytes = numberAt<std::uint16_t>(bytes, at + 28);
        const std::string name = bytes.substr(at + entryBytes, nameBytes);
        const auto entry = directory.find(name);
        const std::string contents =
            entry == directory.end() ? std::string() : bytes.substr(entry->second.offset, entry->second.bytes);
        if (numberAt<std::uint32_t>(bytes, at + 16) != crc32(std::as_bytes(std::span(contents)))) {
            throw std::runtime_error(file.string() + ": " + name);
        }
        at += entryBytes + nameBytes;
    }
    return count;
}

std::vector<float> valuesOf(const Model& model, const Weight& weight) {
    std::vector<float> values(weight.elements());
    readRows(model, weight, 0, values);
    return values;
}

} // namespace

class TestSpqrLegacyFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    void convert(const std::shared_ptr<const Model>& source, const PlanDocument& document, const std::string& name,
                 const ConvertOptions& options = {}) {
        (void)test::convertQuietly(makePlan(source, document), in(name), options, test::smallTuning());
    }

private slots:
    void initTestCase() {
        convert(sample(), documentFor("legacy"), "legacy");
        convert(sample(), documentFor("compressed"), "compressed");
    }

    void isTheFolderThatTheQuantizerSaves() {
        std::set<std::string> expected{"args.pt", "not_quantized_weights.pt", "config.json", "README.md"};
        for (int block = 0; block < 6; ++block) {
            for (const char* const layer : {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
                                            "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"}) {
                expected.insert(std::to_string(block) + '/' + layer);
                QCOMPARE(requireChecksums(in("legacy") / std::to_string(block) / layer), std::size_t{13});
            }
        }
        std::set<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(in("legacy"))) {
            const std::string name = fs::relative(entry.path(), in("legacy")).string();
            if (entry.is_regular_file() && (expected.contains(name) || entry.path().extension() == ".pt")) {
                found.insert(name);
            }
        }
        QVERIFY(found == expected);
        QCOMPARE(requireChecksums(in("legacy") / "not_quantized_weights.pt"), std::size_t{4});
        QCOMPARE(requireChecksums(in("legacy") / "args.pt"), std::size_t{3});
        // Programs that do not know the layout must not take it for the other one.
        const nlohmann::json config = jsonOf(in("legacy") / "config.json");
        QVERIFY(!config.contains("quantization_config"));
        QCOMPARE(config["torch_dtype"], nlohmann::json("float16"));
        QVERIFY(!fs::exists(in("legacy") / "model.safetensors"));
    }

    void holdsTheWeightsOfTheCompressedFolder() {
        const auto legacy = openModel(in("legacy"));
        const auto compressed = openModel(in("compressed"));
        QVERIFY2(legacy->understood(), legacy->notUnderstood().value_or("").c_str());
        QCOMPARE(legacy->weights().size(), compressed->weights().size());
        std::size_t packed = 0;
        for (const Weight& weight : legacy->weights()) {
            const Weight* const other = compressed->find(weight.name);
            QVERIFY2(other != nullptr, weight.name.c_str());
            const std::vector<float> own = valuesOf(*legacy, weight);
            const std::vector<float> expected = valuesOf(*compressed, *other);
            for (std::size_t i = 0; i < own.size(); ++i) { // an outlier cannot be zero
                QVERIFY2(own[i] == expected[i] || (expected[i] == 0 && own[i] == smallestF16), weight.name.c_str());
            }
            packed += weight.isPacked() ? 1 : 0;
        }
        QCOMPARE(packed, std::size_t{6 * 7});
        QVERIFY(legacy->isQuantized());
    }

    void bytesDoNotDependOnThreads() {
        convert(sample(), documentFor("legacy"), "threads", {.threads = 3});
        for (const char* const file : {"0/self_attn.q_proj", "5/mlp.down_proj", "not_quantized_weights.pt", "args.pt"}) {
            QVERIFY2(contentsOf(in("threads") / file) == contentsOf(in("legacy") / file), file);
        }
    }

    /// Types of their own for each tensor, where one storage would not do.
    void keepsOtherTypes() {
        PlanDocument document = documentFor("legacy");
        document.weights["blk.3.ffn_up.weight"] = "BF16";
        convert(sample(), document, "kept");
        QVERIFY(!fs::exists(in("kept") / "3" / "mlp.up_proj"));
        const auto model = openModel(in("kept"));
        QVERIFY(model->understood());
        QVERIFY(!model->find("blk.3.ffn_up.weight")->isPacked());
        QVERIFY(valuesOf(*model, *model->find("blk.3.ffn_up.weight")) ==
                valuesOf(*sample(), *sample()->find("blk.3.ffn_up.weight")));
    }

    void becomesAnotherFormat() {
        PlanDocument document;
        document.format = "gguf";
        document.preset = "Q8_0";
        (void)test::convertQuietly(makePlan(openModel(in("legacy")), document), in("again.gguf"), {.allowRequantize = true},
                                   test::smallTuning());
        QVERIFY(openModel(in("again.gguf"))->understood());
    }

    void isReplacedAsAWhole() {
        QVERIFY(!whyNotReplaceable(in("threads")));
        convert(sample(), documentFor("compressed"), "threads", {.replace = true});
        QVERIFY(fs::exists(in("threads") / "model.safetensors") && !fs::exists(in("threads") / "0"));
        // What somebody keeps in such a folder stays.
        convert(sample(), documentFor("legacy"), "mine");
        std::ofstream(in("mine") / "2" / "notes") << "mine";
        QVERIFY(whyNotReplaceable(in("mine")).has_value());
        fs::remove(in("mine") / "2" / "notes");
        QVERIFY(!whyNotReplaceable(in("mine")));
        fs::create_directory(in("mine") / "photos");
        QVERIFY(whyNotReplaceable(in("mine")).has_value());
    }

    void layoutsDoNotMix() {
        PlanDocument document = documentFor("legacy");
        document.weights["blk.3.ffn_up.weight"] = "SPQR3-OUT4";
        const std::string mixed = refusal(document);
        QVERIFY2(mixed.find("SPQR3-OUT4 belongs to another value of the option layout") != std::string::npos, mixed.c_str());
        document.weights["blk.3.ffn_up.weight"] = "SPQR3-OUT4-LEGACY";
        QCOMPARE(refusal(document), std::string());
        document = documentFor("compressed");
        document.weights["blk.3.ffn_up.weight"] = "SPQR3-OUT4-LEGACY";
        QVERIFY(!refusal(document).empty());
        QVERIFY(!refusal(documentFor("ptcsr")).empty());
        const Format& format = *formatById("spqr");
        OutputOptions options;
        options.family["layout"] = "legacy";
        QCOMPARE(format.suggestedEncodings(options).size(), format.suggestedEncodings({}).size());
        const auto countLegacy = [&](const OutputOptions& chosen) {
            return std::ranges::count_if(format.suggestedEncodings(chosen),
                                         [](const Encoding* encoding) { return encoding->name().ends_with("-LEGACY"); });
        };
        QCOMPARE(countLegacy(options), 5);
        QCOMPARE(countLegacy({}), 0);
    }

    void damagedFilesAreNamed() {
        fs::copy(in("legacy"), in("damaged"), fs::copy_options::recursive);
        fs::resize_file(in("damaged") / "4" / "mlp.up_proj", 1000);
        const auto error = test::errorOf([&] { (void)openModel(in("damaged")); });
        QVERIFY(error.has_value());
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QCOMPARE(error->file().filename().string(), std::string("mlp.up_proj"));
        QVERIFY(glanceAt(in("legacy")).openable);
    }
};

QTEST_GUILESS_MAIN(TestSpqrLegacyFolder)
#include "tst_spqr_legacy_folder.moc"
