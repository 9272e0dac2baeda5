// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that takes the place of an older one: whole, and never of anything but a model's folder.
#include "convert/convert_support.h"
#include "convert/folder_swap.h"

#include <fstream>
#include <map>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

Plan planFor(const std::string& format, const std::string& preset) {
    static const auto model = openModel(test::resourceFile("sample"));
    PlanDocument document;
    document.format = format;
    document.preset = preset;
    return makePlan(model, document);
}

std::map<std::string, std::string> hashesIn(const fs::path& folder) {
    std::map<std::string, std::string> hashes;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        hashes.emplace(entry.path().string(), entry.is_regular_file() ? test::fileHash(entry.path()) : std::string());
    }
    return hashes;
}

void writeText(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

} // namespace

class TestFolderReplacement : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void anOlderResultIsReplacedWhole() {
        const fs::path destination = in("model");
        const fs::path fresh = in("fresh");
        const Plan second = planFor("bitsandbytes", "NF4");
        (void)test::convertQuietly(planFor("hqq", "HQQ4"), destination, {}, test::smallTuning());
        (void)test::convertQuietly(second, fresh, {}, test::smallTuning());
        const auto refusal = test::errorOf([&] { checkDestination(second, destination, {}); });
        QVERIFY(refusal);
        QCOMPARE(refusal->title(), std::string("model exists already"));

        ConvertOptions options;
        options.replace = true;
        (void)test::convertQuietly(second, destination, options, test::smallTuning());
        QVERIFY(test::nothingIsLeftBeside(destination));
        std::size_t files = 0;
        for (const fs::directory_entry& entry : fs::directory_iterator(destination)) {
            QCOMPARE(test::fileHash(entry.path()), test::fileHash(fresh / entry.path().filename()));
            ++files;
        }
        QCOMPARE(files, static_cast<std::size_t>(std::distance(fs::directory_iterator(fresh), fs::directory_iterator())));
    }

    void whatIsNoModelStays_data() {
        QTest::addColumn<QString>("extra");
        QTest::addColumn<QString>("says");
        QTest::newRow("a text of the user") << "thesis.odt"
                                            << "It holds thesis.odt, which belongs to no model.";
        QTest::newRow("a folder in it") << "notes/today.txt"
                                        << "It holds notes, which belongs to no model.";
        QTest::newRow("a program") << "run.sh"
                                   << "It holds run.sh, which belongs to no model.";
    }
    void whatIsNoModelStays() {
        QFETCH(QString, extra);
        QFETCH(QString, says);
        const fs::path destination = in(std::string("mine-") + QTest::currentDataTag());
        writeText(destination / "config.json", "{}");
        writeText(destination / "model.safetensors", "weights");
        QVERIFY(!whyNotReplaceable(destination));
        writeText(destination / extra.toStdString(), "precious");
        const auto before = hashesIn(destination);
        ConvertOptions options;
        options.replace = true;
        const Plan plan = planFor("hqq", "HQQ4");
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, destination, options, test::smallTuning()); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY2(QString::fromStdString(error->detail()).startsWith(says), error->detail().c_str());
        QVERIFY(hashesIn(destination) == before);
        QVERIFY(test::nothingIsLeftBeside(destination));
    }

    void aFolderWithoutWeightsAndALinkStay() {
        const fs::path settings = in("settings");
        writeText(settings / "config.json", "{}");
        QCOMPARE(whyNotReplaceable(settings), std::optional<std::string>("It is not the folder of a model."));
        writeText(settings / "model.safetensors", "weights");
        fs::create_directory_symlink(settings, in("link"));
        QCOMPARE(whyNotReplaceable(in("link")), std::optional<std::string>("link is a link to a folder."));
        fs::create_symlink(in("elsewhere"), settings / "tokenizer.json");
        QCOMPARE(whyNotReplaceable(settings),
                 std::optional<std::string>("It holds tokenizer.json, which belongs to no model."));
    }

    void theOldOneStandsUntilTheNewOneDoes() {
        const fs::path part = in("a.part");
        const fs::path destination = in("a");
        writeText(part / "config.json", "new");
        writeText(destination / "config.json", "old");
        fs::permissions(folder_.path().toStdString(), fs::perms::owner_write, fs::perm_options::remove);
        const auto error = test::errorOf([&] { (void)replaceFolder(part, destination); });
        fs::permissions(folder_.path().toStdString(), fs::perms::owner_write, fs::perm_options::add);
        if (!error) { // nothing keeps root from writing
            QCOMPARE(test::readAll(destination / "config.json").size(), std::size_t{3});
            QVERIFY(!fs::exists(part));
            return;
        }
        QVERIFY(fs::exists(part / "config.json"));
        QVERIFY(fs::exists(destination / "config.json"));
    }
};

QTEST_MAIN(TestFolderReplacement)
#include "tst_folder_replacement.moc"
