// SPDX-License-Identifier: GPL-3.0-or-later
// What this computer is, from a fake tree of the kernel's files and a stand-in for NVIDIA's library.
#include "estimate/machine.h"

#include "estimate/main_memory.h"
#include "estimate/memory.h"
#include "support/fake_machine.h"
#include "support/test_support.h"

using namespace quantlathe;
using test::FakeMachine;

namespace {

constexpr std::uint64_t mib = 1U << 20U;
constexpr std::uint64_t gib = 1U << 30U;

const std::vector<Gpu>& table() {
    static const std::vector<Gpu> gpus = readGpus(test::resourceFile("hardware/gpus.json"));
    return gpus;
}

Machine probe(const FakeMachine& machine, const QByteArray& nvml, const QByteArray& vulkan = {}) {
    qputenv("QUANTLATHE_NVML_STUB", nvml);
    MachineSources sources;
    sources.root = machine.root();
    sources.nvmlLibrary = nvml.isEmpty() ? "no-such-library.so" : QUANTLATHE_NVML_STUB;
    qputenv("QUANTLATHE_VULKAN_STUB", vulkan);
    sources.vulkanLibrary = vulkan.isEmpty() ? "no-such-library.so" : QUANTLATHE_VULKAN_STUB;
    sources.limit = std::chrono::milliseconds(nvml == "hang" || vulkan == "hang" ? 200 : 20'000);
    sources.measuresBandwidth = false;
    return probeMachine(table(), sources);
}

} // namespace

class TestMachine : public QObject {
    Q_OBJECT
private slots:
    void nvidiaCards() {
        const FakeMachine fake;
        fake.setMemory(32U << 20U, 20U << 20U);
        const Machine machine =
            probe(fake, "NVIDIA GeForce RTX 4060|8188|7066|128|8501|8;Tesla Whatever|24564|24077|384|10501|8");
        QVERIFY2(machine.problems.empty(), machine.problems.empty() ? "" : machine.problems.front().c_str());
        QCOMPARE(machine.gpus.size(), std::size_t{2});
        const MachineGpu& known = machine.gpus[0];
        QCOMPARE(known.tableName, std::string("RTX 4060 8 GB"));
        QCOMPARE(known.bytes, std::optional(8188 * mib));
        QCOMPARE(known.freeBytes, std::optional(7066 * mib));
        QCOMPARE(known.bandwidthBytesPerSecond, std::optional(272e9)); // of the table
        const MachineGpu& unknown = machine.gpus[1];
        QVERIFY(unknown.tableName.empty());
        QVERIFY(std::abs(*unknown.bandwidthBytesPerSecond / 1008e9 - 1) < 0.001); // 384 bits at twice 10 501 MHz
        QCOMPARE(machine.cards().size(), std::size_t{2});
        QCOMPARE(machine.ramBytes, 32 * gib);
        QCOMPARE(machine.ramAvailableBytes, 20 * gib);
        QCOMPARE(summary(machine), std::string("RTX 4060 8 GB, 6.9 GiB free + Tesla Whatever, 23.5 GiB free"));
    }

    void theSizeTellsCardsOfOneNameApart() {
        const FakeMachine fake;
        const Machine machine =
            probe(fake, "NVIDIA GeForce RTX 4060 Ti|16380|16000|128|9001|8;NVIDIA GeForce RTX 3060|8192|8000|0|0|8;"
                        "NVIDIA GeForce RTX 4090 Laptop GPU|16376|15000|0|0|8;NVIDIA GeForce RTX 3090|49140|49000|0|0|8");
        QCOMPARE(machine.gpus[0].tableName, std::string("RTX 4060 Ti 16 GB"));
        QCOMPARE(machine.gpus[1].tableName, std::string("RTX 3060 8 GB"));
        QCOMPARE(machine.gpus[1].bandwidthBytesPerSecond, std::optional(240e9));
        QCOMPARE(machine.gpus[2].tableName, std::string("RTX 4090 Laptop 16 GB"));
        QVERIFY(machine.gpus[3].tableName.empty()); // nobody sold one with 48 GB: nothing is known of its speed
        QVERIFY(!machine.gpus[3].bandwidthBytesPerSecond);
    }

    /// A desktop is on the card already: what is free now is what there is.
    void whatIsFreeNowCounts() {
        const FakeMachine fake;
        const Machine machine = probe(fake, "NVIDIA GeForce RTX 4060|8188|7066|128|8501|8");
        const Gpu card = machine.cards().front();
        QCOMPARE(card.memoryBytes, 7066 * mib);
        QVERIFY(card.isMeasured && !runOn(card, {}).hasDesktop && !runOn(card, {}).onProcessor);
        const Gpu* const bought = findGpu(table(), "RTX 4060");
        QVERIFY(runOn(*bought, {}).hasDesktop);
    }

    void aDriverThatMisbehaves_data() {
        QTest::addColumn<QByteArray>("behaviour");
        QTest::addColumn<QString>("problem");
        QTest::newRow("hangs") << QByteArray("hang") << "NVML (NVIDIA) did not answer within 0.2 s";
        QTest::newRow("crashes") << QByteArray("crash") << "NVML (NVIDIA) crashed when it was asked";
        QTest::newRow("refuses") << QByteArray("refuse") << "NVML (NVIDIA) could not be started (code 9)";
    }
    void aDriverThatMisbehaves() {
        QFETCH(QByteArray, behaviour);
        QFETCH(QString, problem);
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        fake.addCard("card0", "10de", "2882", "0000:01:00.0");
        fake.addAmd("card1", "744c", "c8", 24 * gib, 2 * gib);
        const Machine machine = probe(fake, behaviour);
        QCOMPARE(QString::fromStdString(machine.problems.at(0)), problem);
        QCOMPARE(machine.problems.size(), std::size_t{2}); // and that a card of NVIDIA is there
        QCOMPARE(machine.cards().size(), std::size_t{1});  // the other maker's card is found all the same
        QCOMPARE(machine.ramAvailableBytes, 8 * gib);
    }

    void aCardWithoutItsDriverIsNoCard() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        fake.addCard("card0", "10de", "2882", "0000:01:00.0");
        const Machine machine = probe(fake, "");
        QVERIFY(machine.gpus.empty());
        QVERIFY2(machine.problems.at(0).find("NVIDIA's driver is missing") != std::string::npos, machine.problems[0].c_str());
    }

    void memoryThatTheDriverDoesNotTellIsUnknown() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        const Machine machine = probe(fake, "NVIDIA GB10|0|0|0|0|12");
        QCOMPARE(machine.gpus.size(), std::size_t{1});
        QVERIFY(!machine.gpus[0].bytes && machine.cards().empty());
        QVERIFY(machine.problems.at(0).find("NVIDIA GB10") != std::string::npos);
        const FitResult fit = fitOn(machine.gpus[0].asGpu(), {});
        QCOMPARE(fit.fit, Fit::unknown);
    }

    void amdCards() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        fake.addAmd("card1", "744c", "c8", 25753026560, 1073741824);
        fake.write("sys/class/drm/card1-DP-1/status", "connected\n");
        fake.write("sys/class/drm/renderD128/device/vendor", "0x1002\n");
        const Machine machine = probe(fake, "");
        QCOMPARE(machine.gpus.size(), std::size_t{1});
        QCOMPARE(machine.gpus[0].name, std::string("AMD Radeon RX 7900 XTX"));
        QCOMPARE(machine.gpus[0].tableName, std::string("RX 7900 XTX 24 GB"));
        QCOMPARE(machine.gpus[0].freeBytes, std::optional<std::uint64_t>(25753026560 - 1073741824));
        QVERIFY(machine.problems.empty());
    }

    void cardsInsideProcessors() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        fake.addAmd("card0", "1586", "c1", 512 * mib, 100 * mib); // shares its fast memory with the processor
        fake.write("sys/class/drm/card0/device/mem_info_gtt_total", std::to_string(96 * gib) + "\n");
        fake.write("sys/class/drm/card0/device/mem_info_gtt_used", std::to_string(1 * gib) + "\n");
        fake.addAmd("card1", "164e", "c9", 512 * mib, 100 * mib); // of a desktop's processor: nothing to gain
        fake.write("sys/class/drm/card1/device/mem_info_gtt_total", std::to_string(16 * gib) + "\n");
        fake.addIntelNames();
        fake.addCard("card2", "8086", "46a6", "0000:00:02.0");
        const Machine machine = probe(fake, "");
        QCOMPARE(machine.gpus.size(), std::size_t{3});
        QCOMPARE(machine.gpus[0].bytes, std::optional(96 * gib + 512 * mib));
        QCOMPARE(machine.gpus[0].freeBytes, std::optional(95 * gib + 412 * mib));
        QCOMPARE(machine.gpus[0].bandwidthBytesPerSecond, std::optional(256e9));
        QVERIFY(machine.gpus[1].sharesMainMemory && machine.gpus[2].sharesMainMemory);
        QCOMPARE(machine.gpus[2].name, std::string("Iris Xe Graphics"));
        QCOMPARE(machine.cards().size(), std::size_t{1});
        QVERIFY(machine.problems.empty());
    }

    void intelCards() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        fake.addIntelNames();
        fake.addCard("card0", "8086", "e20b", "0000:03:00.0");
        fake.write("sys/class/drm/card0/device/tile0/physical_vram_size_bytes", std::to_string(12 * gib) + "\n");
        fake.addCard("card1", "8086", "56a0", "0000:04:00.0"); // 8 or 16 GB, and the kernel's driver does not say
        const Machine machine = probe(fake, "");
        QCOMPARE(machine.gpus.at(0).tableName, std::string("Arc B580 12 GB"));
        QVERIFY(!machine.gpus[0].freeBytes && !machine.gpus[0].asGpu().isMeasured);
        QVERIFY(runOn(machine.gpus[0].asGpu(), {}).hasDesktop); // not known to be counted
        QVERIFY(!machine.gpus.at(1).bytes);
        QCOMPARE(machine.cards().size(), std::size_t{1});
        QCOMPARE(machine.problems.size(), std::size_t{1});
        fake.write("sys/class/drm/card1/lmem_total_bytes", std::to_string(16 * gib) + "\n");
        QCOMPARE(probe(fake, "").gpus.at(1).tableName, std::string("Arc A770 16 GB"));
        fake.addCard("card2", "8086", "e20b", "0000:05:00.0"); // sold with 12 GB only
        QCOMPARE(probe(fake, "").gpus.at(2).bytes, std::optional(12 * gib));
    }

    /// What the kernel's driver does not tell of a card, Vulkan does; a card that is known already is not counted twice.
    void vulkanTellsTheRest() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        fake.addIntelNames();
        fake.addCard("card0", "8086", "56a0", "0000:04:00.0");
        fake.addAmd("card1", "744c", "c8", 24 * gib, 2 * gib);
        const Machine machine = probe(fake, "",
                                      "Intel(R) Arc(tm) A770 Graphics (DG2)|8086|2|16288|15000;"
                                      "AMD Radeon RX 7900 XTX (RADV NAVI31)|1002|2|24560|20000;llvmpipe|10005|4|16000|8000");
        QVERIFY2(machine.problems.empty(), machine.problems.empty() ? "" : machine.problems.front().c_str());
        QCOMPARE(machine.gpus.size(), std::size_t{2});
        QCOMPARE(machine.gpus[0].tableName, std::string("Arc A770 16 GB"));
        QCOMPARE(machine.gpus[0].bytes, std::optional(16288 * mib));
        QCOMPARE(machine.gpus[0].freeBytes, std::optional(15000 * mib));
        QCOMPARE(machine.gpus[1].freeBytes, std::optional(22 * gib)); // as the kernel says
    }

    void vulkanAlone() {
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        const Machine machine =
            probe(fake, "", "Some Accelerator|1ed5|2|16384|0;Intel(R) Graphics|8086|1|12000|9000;llvmpipe|10005|4|16000|8000");
        QCOMPARE(machine.gpus.size(), std::size_t{2});
        QCOMPARE(machine.gpus[0].source, std::string("Vulkan"));
        QCOMPARE(machine.gpus[0].bytes, std::optional(16 * gib));
        QVERIFY(!machine.gpus[0].freeBytes);
        QVERIFY(machine.gpus[1].sharesMainMemory);
        QCOMPARE(machine.cards().size(), std::size_t{1});
    }

    void aVulkanThatMisbehaves_data() {
        QTest::addColumn<QByteArray>("behaviour");
        QTest::addColumn<QString>("problem");
        QTest::newRow("hangs") << QByteArray("hang") << "Vulkan did not answer within 0.2 s";
        QTest::newRow("crashes") << QByteArray("crash") << "Vulkan crashed when it was asked";
        QTest::newRow("refuses") << QByteArray("refuse") << "";
    }
    void aVulkanThatMisbehaves() {
        QFETCH(QByteArray, behaviour);
        QFETCH(QString, problem);
        const FakeMachine fake;
        fake.setMemory(16U << 20U, 8U << 20U);
        const Machine machine = probe(fake, "", behaviour);
        QVERIFY(machine.gpus.empty());
        QCOMPARE(machine.problems.empty() ? QString() : QString::fromStdString(machine.problems.front()), problem);
        QCOMPARE(machine.ramAvailableBytes, 8 * gib);
    }

    void bandwidthsHaveClasses() {
        QVERIFY(bandwidthClass(0).empty());
        QCOMPARE(bandwidthClass(18e9), std::string("as one channel of DDR4"));
        QCOMPARE(bandwidthClass(40e9), std::string("as two channels of DDR4"));
        QCOMPARE(bandwidthClass(72e9), std::string("as two channels of DDR5"));
        QCOMPARE(bandwidthClass(400e9), std::string("as eight channels or more"));
    }

    void noCardIsAnAnswer() {
        const FakeMachine fake;
        fake.setMemory(24U << 20U, 20U << 20U);
        const Machine machine = probe(fake, "");
        QVERIFY(machine.gpus.empty() && machine.problems.empty());
        QCOMPARE(summary(machine), std::string("CPU only, 20.0 GiB of main memory free"));
        const Gpu processor = processorWith(machine.host());
        QVERIFY(processor.isProcessor());
        QCOMPARE(processor.memoryBytes, 20 * gib);
        QVERIFY(runOn(processor, {}).onProcessor);
    }

    void containersHaveALimit() {
        const FakeMachine fake;
        fake.setMemory(64U << 20U, 60U << 20U);
        fake.write("proc/self/cgroup", "0::/pod/box\n");
        fake.write("sys/fs/cgroup/pod/memory.max", std::to_string(16 * gib) + "\n");
        fake.write("sys/fs/cgroup/pod/memory.current", std::to_string(5 * gib) + "\n");
        fake.write("sys/fs/cgroup/pod/memory.stat", "anon 1\nfile " + std::to_string(4 * gib) + "\n");
        fake.write("sys/fs/cgroup/pod/box/memory.max", "max\n");
        const MainMemory memory = askMainMemory(fake.root());
        QCOMPARE(memory.bytes, 16 * gib);
        QCOMPARE(memory.availableBytes, 15 * gib); // pages of files are given back
    }

    void unknownMemoryIsSaid() {
        const FakeMachine fake;
        const Machine machine = probe(fake, "");
        QCOMPARE(machine.ramBytes, std::uint64_t{0});
        QCOMPARE(machine.problems.size(), std::size_t{1});
        QCOMPARE(summary(machine), std::string("CPU only"));
    }

    void measuresMainMemory() {
        const double measured = measureReadBandwidth(0, 4 * gib);
        QVERIFY2(measured > 5e8 && measured < 5e12, QByteArray::number(measured)); // any machine of this century
        QCOMPARE(measureReadBandwidth(0, 100 * mib), 0.0);                         // too little to tell memory from caches
    }

    void thisOneAnswersInTime() {
        const auto start = std::chrono::steady_clock::now();
        const Machine machine = probeMachine(table(), MachineSources{});
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(15));
        QVERIFY(machine.ramBytes > 0 && machine.ramAvailableBytes <= machine.ramBytes && machine.threads > 0 &&
                machine.diskFreeBytes > 0);
    }
};

QTEST_APPLESS_MAIN(TestMachine)
#include "tst_machine.moc"
