// SPDX-License-Identifier: GPL-3.0-or-later
// A model that is looked at without fetching it: everything about it is right, and nobody gets at its values.
#include "hub_server.h"

#include "checkpoint/intact.h"
#include "checkpoint/replica.h"
#include "convert/source_files.h"
#include "hub/remote_model.h"
#include "model/model.h"

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

struct Look {
    explicit Look(const FakeHub& fake, const std::string& path = {}, const std::string& revision = "main")
        : hub{.access = {.endpoint = fake.endpoint(), .token = {}, .isOffline = false},
              .limits = {},
              .traffic = {},
              .cancel = cancel,
              .progress = progress},
          address{.organization = "org", .name = "model", .revision = revision, .path = path} {
        hub.limits.attempts = 2;
        hub.limits.firstWait = std::chrono::milliseconds(5);
    }
    CancelToken cancel;
    Progress progress;
    HubConnection hub;
    HubAddress address;
    RemoteModel at() { return lookAtRemoteModel(hub, address); }
};

} // namespace

class TestRemoteModel : public QObject {
    Q_OBJECT
private:
    QTemporaryDir cache_;

    static void requireEqual(const Model& remote, const Model& local) {
        QCOMPARE(remote.architecture(), local.architecture());
        QCOMPARE(remote.parameters(), local.parameters());
        QCOMPARE(remote.weights().size(), local.weights().size());
        QCOMPARE(remote.checkpoint().fileBytes(), local.checkpoint().fileBytes());
        QCOMPARE(remote.understood(), local.understood());
        QCOMPARE(remote.tokenizer().has_value(), local.tokenizer().has_value());
        QCOMPARE(remote.checkpoint().tensors().size(), local.checkpoint().tensors().size());
        for (std::size_t i = 0; i < local.checkpoint().tensors().size(); ++i) {
            const TensorInfo& there = remote.checkpoint().tensors()[i];
            const TensorInfo& here = local.checkpoint().tensors()[i];
            QVERIFY(there.name == here.name && there.shape == here.shape && there.type == here.type &&
                    there.offset == here.offset);
        }
    }

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", cache_.path().toUtf8()); }

    void everythingButValuesIsRight() {
        FakeHub hub;
        hub.addFolder(resourceFile("sample"));
        Look look(hub);
        const RemoteModel remote = look.at();
        QCOMPARE(remote.commit, hub.commit);
        const auto model = openModel(remote.path);
        requireEqual(*model, *openModel(resourceFile("sample")));
        QCOMPARE(model->name(), std::string("model")); // of the repository, not of the cache
        // Small files and one header: the values were not fetched.
        QVERIFY(remote.bytes < model->checkpoint().fileBytes());
        QVERIFY(model->checkpoint().files()[0].bytes().size() < 200'000);
        QCOMPARE(addressOfReplica(model->checkpoint()), std::optional<std::string>("hf:org/model"));
    }

    void noReaderOfValuesGetsAny() {
        FakeHub hub;
        hub.addFolder(resourceFile("sample"));
        Look look(hub);
        const auto model = openModel(look.at().path);
        const Checkpoint& checkpoint = model->checkpoint();
        const auto refuses = [](const std::function<void()>& work) {
            const auto error = errorOf(work);
            return error && error->exitCode() == 2 && error->title() == "The weights of hf:org/model are not on this machine" &&
                   error->detail() == "Download it first: quantlathe-cli download hf:org/model -o FOLDER.";
        };
        for (const TensorInfo& tensor : checkpoint.tensors()) {
            QVERIFY(refuses([&] { static_cast<void>(checkpoint.bytes(tensor)); }));
            checkpoint.willRead(tensor, 0, tensor.bytes); // hints about what is not there do no harm
            checkpoint.release(tensor, 0, tensor.bytes);
        }
        // The files end before the first value: nothing that reads them by another way finds any either.
        for (const MappedFile& file : checkpoint.files()) {
            const auto first = std::ranges::min_element(checkpoint.tensors(), {}, &TensorInfo::offset);
            QVERIFY(file.bytes().size() <= first->offset);
            QCOMPARE(fs::file_size(file.path()), file.bytes().size());
        }
        QVERIFY(refuses([&] { const SourceFiles source(checkpoint); }));
        requireUnchanged(checkpoint);
    }

    void theSecondLookCostsOneSmallRequest() {
        FakeHub hub;
        hub.addFolder(resourceFile("sample"));
        const fs::path first = Look(hub).at().path;
        hub.server().forget();
        Look again(hub);
        const RemoteModel second = again.at();
        QCOMPARE(second.path, first);
        QCOMPARE(hub.server().count(), 1U);
        QVERIFY(second.requests == 1 && second.bytes < 1000);
        Look pinned(hub, {}, hub.commit);
        pinned.at();
        hub.server().forget();
        QCOMPARE(Look(hub, {}, hub.commit).at().requests, 0U);
        QCOMPARE(hub.server().count(), 0U);
    }

    void withoutTheNetworkTheLastAnswerHolds() {
        FakeHub hub;
        hub.addFolder(resourceFile("sample"));
        const fs::path path = Look(hub).at().path;
        hub.server().forget();
        Look offline(hub);
        offline.hub.access.isOffline = true;
        QCOMPARE(offline.at().path, path);
        Look unknown(hub, {}, "other");
        unknown.hub.access.isOffline = true;
        const auto error = errorOf([&] { unknown.at(); });
        QVERIFY(error && error->exitCode() == 2);
        QCOMPARE(hub.server().count(), 0U);
    }

    void ggufHeadersAreFetchedAsFarAsTheyGo() {
        FakeHub hub;
        const auto bytes = readAll(dataFile("gguf/tiny-llama-f32.gguf"));
        hub.add("a/tiny.gguf", {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, true);
        for (const char* const path : {"a/tiny.gguf", "a"}) {
            Look look(hub, path);
            const auto model = openModel(look.at().path);
            requireEqual(*model, *openModel(dataFile("gguf/tiny-llama-f32.gguf")));
            QVERIFY(errorOf([&] { static_cast<void>(model->checkpoint().bytes(model->checkpoint().tensors()[0])); }));
        }
    }

    void brokenHeadersAreErrorsAndNotKept() {
        FakeHub hub;
        hub.add("config.json", "{}", false);
        hub.add("model.safetensors", std::string("\x10\0\0\0\0\0\0\0{\"a\": 1}", 16) + std::string(100, ' '), true);
        for (int i = 0; i < 2; ++i) {
            const auto error = errorOf([&] { Look(hub).at(); });
            QVERIFY2(error && error->exitCode() == 2, error ? error->what() : "");
        }
        FakeHub pickled;
        pickled.add("config.json", "{}", false);
        pickled.add("pytorch_model.bin", "PK", true);
        const auto error = errorOf([&] { Look(pickled).at(); });
        QVERIFY2(error && error->detail().find("download hf:org/model") != std::string::npos, error ? error->what() : "");
    }

    void aHugeHeaderIsNotFetched() {
        FakeHub hub;
        std::string start = "GGUF";
        start += std::string("\3\0\0\0", 4) + std::string("\1\0\0\0\0\0\0\0", 8) + std::string("\1\0\0\0\0\0\0\0", 8);
        start += std::string("\xFF\xFF\xFF\xFF\xFF\0\0\0", 8); // a key of a terabyte
        hub.add("m.gguf", start + std::string(4 << 20, 'x'), true);
        Look look(hub);
        QVERIFY(errorOf([&] { look.at(); }));
        QVERIFY(look.hub.traffic.bytes < 400'000U);
    }

    void aForgedMarkOnlyHidesValues() {
        const QTemporaryDir place;
        const fs::path folder = place.path().toStdString();
        fs::copy_file(resourceFile("sample/model.safetensors"), folder / "model.safetensors");
        writeReplica(folder, {.address = "hf:a/b", .commit = {}, .wholeBytes = {{"model.safetensors", 10}}});
        QVERIFY(errorOf([&] { static_cast<void>(openCheckpoint(folder)); }));
    }
};

QTEST_APPLESS_MAIN(TestRemoteModel)
#include "tst_remote_model.moc"
