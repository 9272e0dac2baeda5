// SPDX-License-Identifier: GPL-3.0-or-later
// How models on a hub are named, and which files of a repository make up one.
#include "hub/access.h"
#include "hub/selection.h"
#include "support/test_support.h"

using namespace quantlathe;

namespace {

constexpr const char* endpoint = "https://hub.example:8443";

HubListing listingOf(const std::string& path, std::initializer_list<const char*> files) {
    HubListing listing{
        .address = {.organization = "org", .name = "model", .revision = "main", .path = path}, .commit = {}, .files = {}};
    for (const char* const file : files) {
        listing.files.push_back({.path = file, .bytes = 10, .sha256 = {}, .gitHash = {}});
    }
    std::ranges::sort(listing.files, {}, &HubFile::path);
    return listing;
}

QStringList names(const std::vector<HubFile>& files) {
    QStringList all;
    for (const HubFile& file : files) {
        all.append(QString::fromStdString(file.path));
    }
    return all;
}

std::string noText(const HubFile& file) {
    throw badInput({}, "asked for " + file.path, "Nothing should be.");
}

} // namespace

class TestAddress : public QObject {
    Q_OBJECT
private slots:
    void addressesAreRead_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("parts"); // organization, name, revision, path
        QTest::addColumn<QString>("short form");
        const auto row = [](const char* text, const QStringList& parts, const char* plain) {
            QTest::newRow(text) << QString(text) << parts << QString(plain);
        };
        row("hf:org/Model-7B_v1.5", {"org", "Model-7B_v1.5", "main", ""}, "hf:org/Model-7B_v1.5");
        row("hf:org/name/", {"org", "name", "main", ""}, "hf:org/name");
        row("hf:org/name@main", {"org", "name", "main", ""}, "hf:org/name");
        row("hf:org/name@v2/sub/dir", {"org", "name", "v2", "sub/dir"}, "hf:org/name@v2/sub/dir");
        row("hf:org/name/a b.gguf", {"org", "name", "main", "a b.gguf"}, "hf:org/name/a b.gguf");
        row("hf:org/name@refs/pr/7/sub", {"org", "name", "refs/pr/7", "sub"}, "hf:org/name@refs/pr/7/sub");
        row("hf:org/name@feature%2Fx/f", {"org", "name", "feature/x", "f"}, "hf:org/name@feature%2Fx/f");
        row("https://huggingface.co/org/name", {"org", "name", "main", ""}, "hf:org/name");
        row("https://huggingface.co/org/name/?x=1#files", {"org", "name", "main", ""}, "hf:org/name");
        row("huggingface.co/org/name/tree/main", {"org", "name", "main", ""}, "hf:org/name");
        row("https://hf.co/org/name/tree/dev/sub", {"org", "name", "dev", "sub"}, "hf:org/name@dev/sub");
        row("https://huggingface.co/org/name/blob/main/a%20b.gguf", {"org", "name", "main", "a b.gguf"},
            "hf:org/name/a b.gguf");
        row("https://huggingface.co/org/name/resolve/v1/x.gguf?download=true", {"org", "name", "v1", "x.gguf"},
            "hf:org/name@v1/x.gguf");
        row("https://huggingface.co/org/name/tree/refs%2Fpr%2F3", {"org", "name", "refs/pr/3", ""}, "hf:org/name@refs/pr/3");
        row("https://hub.example:8443/org/name", {"org", "name", "main", ""}, "hf:org/name");
    }
    void addressesAreRead() {
        QFETCH(QString, text);
        QFETCH(QStringList, parts);
        QVERIFY(looksLikeHubAddress(text.toStdString()));
        const HubAddress address = parseHubAddress(text.toStdString(), endpoint);
        const QStringList read{QString::fromStdString(address.organization), QString::fromStdString(address.name),
                               QString::fromStdString(address.revision), QString::fromStdString(address.path)};
        QCOMPARE(read, parts);
        QTEST(QString::fromStdString(address.text()), "short form");
        QVERIFY(parseHubAddress(address.text(), endpoint) == address);
    }

    void wrongAddressesAreRefusedInOneSentence_data() {
        QTest::addColumn<QString>("text");
        for (const char* const text : {"hf:",
                                       "hf:name",
                                       "hf:/name",
                                       "hf:org/",
                                       "hf:org//x",
                                       "hf:../name",
                                       "hf:org/..",
                                       "hf:org/name/../x",
                                       "hf:org/name/./x",
                                       "hf:org/name//x",
                                       "hf:org/name//",
                                       "hf:org/na me",
                                       "hf:-org/name",
                                       "hf:org/name@",
                                       "hf:org/name@-x",
                                       "hf:org/name@a..b",
                                       "hf:org/name@%zz",
                                       "hf:org/name@a%00b",
                                       "hf:org/name\n",
                                       "hf:org/name/x\x01y",
                                       "hf:org/name?x",
                                       "https://huggingface.co/datasets/org/name",
                                       "https://huggingface.co/org",
                                       "https://huggingface.co/org/name/discussions/4",
                                       "https://huggingface.co/org/name/tree",
                                       "https://huggingface.co/org/name/blob/main/..%2F..%2Fx",
                                       "https://huggingface.co/org/name/blob/main/%2e%2e/x",
                                       "https://huggingface.co.evil.example/org/name",
                                       "https://user@huggingface.co/org/name",
                                       "https://evil.example/org/name",
                                       "https://hub.example/org/name"}) {
            QTest::newRow(text) << QString::fromUtf8(text);
        }
        QTest::newRow("long") << "hf:org/name/" + QString(5000, 'x');
    }
    void wrongAddressesAreRefusedInOneSentence() {
        QFETCH(QString, text);
        const auto error = test::errorOf([&] { static_cast<void>(parseHubAddress(text.toStdString(), endpoint)); });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 2);
        QVERIFY2(error->detail().find("hf:ORG/NAME") != std::string::npos, error->what());
    }

    void pathsAreNoAddresses() {
        for (const char* const path : {"model", "./hf:org/name", "/tmp/x", "org/name", "hf", "folder/huggingface.co/x"}) {
            QVERIFY2(!looksLikeHubAddress(path), path);
        }
    }

    void originsTellHostsApart() {
        QCOMPARE(originOf("https://HuggingFace.co/a?b"), std::string("https://huggingface.co:443"));
        QVERIFY(originOf("http://127.0.0.1:80/") == originOf("http://127.0.0.1/x"));
        QVERIFY(originOf("http://localhost:1/") != originOf("http://127.0.0.1:1/"));
        for (const char* const none :
             {"", "file:///etc/passwd", "https://user@host/", "https://user:word@host/", "ftp://host/", "host"}) {
            QVERIFY2(originOf(none).empty(), none);
        }
        QVERIFY(!isPrivateOrigin(originOf("http://host/")) && isPrivateOrigin(originOf("https://host/")));
        QVERIFY(isPrivateOrigin(originOf("http://localhost:9/")) &&
                !isPrivateOrigin(originOf("http://localhost.evil.example/")));
    }

    void safetensorsGoBeforeTheirDuplicates() {
        const HubSelection chosen = selectModel(
            listingOf("", {"model.safetensors", "pytorch_model.bin", "model.gguf", "config.json", "tokenizer.json", "README.md",
                           "LICENSE", ".gitattributes", "picture.png", "onnx/model.onnx", "consolidated.safetensors"}),
            noText);
        QCOMPARE(names(chosen.weights), QStringList{"model.safetensors"});
        QCOMPARE(names(chosen.companions), (QStringList{"LICENSE", "README.md", "config.json", "tokenizer.json"}));
        QVERIFY(!chosen.opened);
        QCOMPARE(chosen.bytes(), 50U);
    }

    void anIndexNamesItsShards() {
        const auto index = [](const HubFile& file) {
            return file.path == "sub/model.safetensors.index.json"
                       ? std::string(
                             R"({"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}})")
                       : noText(file);
        };
        for (const char* const path : {"sub", "sub/model-00002-of-00002.safetensors"}) {
            const HubSelection chosen =
                selectModel(listingOf(path, {"sub/model-00001-of-00002.safetensors", "sub/model-00002-of-00002.safetensors",
                                             "sub/model-00001-of-00002.bin", "sub/model.safetensors.index.json",
                                             "sub/config.json", "config.json"}),
                            index);
            QCOMPARE(names(chosen.weights),
                     (QStringList{"sub/model-00001-of-00002.safetensors", "sub/model-00002-of-00002.safetensors"}));
            QCOMPARE(names(chosen.companions), (QStringList{"sub/config.json", "sub/model.safetensors.index.json"}));
            QCOMPARE(chosen.relative(chosen.weights[0]), std::string("model-00001-of-00002.safetensors"));
        }
    }

    void aShardThatIsMissingIsAnError() {
        const auto error = test::errorOf([] {
            static_cast<void>(selectModel(listingOf("", {"m-00001-of-00003.gguf", "m-00003-of-00003.gguf"}), noText));
        });
        QVERIFY(error && error->detail().find("m-00002-of-00003.gguf") != std::string::npos);
    }

    void ofSeveralGgufModelsOneIsChosen() {
        const auto files = {"m-Q4_K_M.gguf", "m-Q8_0-00001-of-00002.gguf", "m-Q8_0-00002-of-00002.gguf", "mmproj-f16.gguf",
                            "config.json"};
        const auto error = test::errorOf([&] { static_cast<void>(selectModel(listingOf("", files), noText)); });
        QVERIFY(error && error->exitCode() == 2);
        QVERIFY2(error->detail().find("hf:org/model/m-Q4_K_M.gguf") != std::string::npos, error->what());
        QVERIFY2(error->detail().find("mmproj") == std::string::npos, error->what());
        const HubSelection set = selectModel(listingOf("m-Q8_0-00002-of-00002.gguf", files), noText);
        QCOMPARE(names(set.weights), (QStringList{"m-Q8_0-00001-of-00002.gguf", "m-Q8_0-00002-of-00002.gguf"}));
        QVERIFY(set.companions.empty() && set.container == HubContainer::gguf);
    }

    void whereNoModelIsTheFoldersThatHaveOneAreNamed() {
        const auto error = test::errorOf([] {
            static_cast<void>(selectModel(listingOf("", {"README.md", "Q4/m.gguf"}), noText));
        });
        QVERIFY2(error && error->detail().find("hf:org/model/Q4/m.gguf") != std::string::npos, error ? error->what() : "");
        QVERIFY(test::errorOf([] { static_cast<void>(selectModel(listingOf("none", {"a.gguf"}), noText)); }));
        QVERIFY(test::errorOf([] { static_cast<void>(selectModel(listingOf("config.json", {"config.json"}), noText)); }));
    }

    void patternsChooseFiles() {
        const HubListing listing = listingOf("sub", {"a.json", "sub/a.json", "sub/x/b.json", "sub/c.bin"});
        QCOMPARE(names(selectFiles(listing, std::vector<std::string>{"*.json"})), (QStringList{"sub/a.json", "sub/x/b.json"}));
        QVERIFY(test::errorOf([&] { static_cast<void>(selectFiles(listing, std::vector<std::string>{"*.json", "*.gguf"})); }));
    }
};

QTEST_APPLESS_MAIN(TestAddress)
#include "tst_address.moc"
