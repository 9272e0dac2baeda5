// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails when it is told to, and forgets at a power cut what was not synced.
#pragma once

#include "base/file_system.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace quantlathe::test {

/// What happens at a call. Calls are counted from 1 since the fault was set.
struct Fault {
    enum class Kind {
        error,         // nothing is done and `errorNumber` is said; a sync that fails loses what it was to write, for good
        shortTransfer, // half of what was to be read or written
        powerCut,      // the call is done; from then on nothing works, and what was not synced is lost
    };
    Kind kind = Kind::error;
    std::size_t call = 0;
    int errorNumber = 0;
    bool lasts = false; // errors only: later calls fail as well, those that need room for a full disk, else all
};

/// All that lies in a folder: path below it → contents; nothing for a folder.
using Tree = std::map<std::string, std::optional<std::string>>;

[[nodiscard]] Tree treeOf(const std::filesystem::path& folder);

/// Passes every call on to the real file system, below a folder of its own, and remembers what a disk would keep of it:
/// - of a file what it held at its last sync; of what was written since, page by page (4096 bytes) any number of writes from
///   the first on, and of changes of its size likewise. Pages and sizes do so without regard to each other.
/// - of a folder the names that it held at its last sync, and any number of changes since, from the first on. A rename between
///   two folders is one change in both. A file's sync says nothing about its name.
/// Thread-safe; what lies elsewhere fails as well but is not remembered.
class FaultyDisk : public FileSystem {
public:
    /// What lies in the folder now counts as synced.
    explicit FaultyDisk(std::filesystem::path root);

    /// False: renames that must not replace, and exchanges, are unknown, as on old or foreign file systems.
    void setKnowsRenames(bool knows) { knowsRenames_ = knows; }
    /// From now on; counts calls anew.
    void setFault(std::optional<Fault> fault);
    /// Since the fault was set.
    [[nodiscard]] std::size_t calls() const;
    /// "write out.gguf.part"; `call` as in Fault.
    [[nodiscard]] std::string nameOf(std::size_t call) const;
    /// Whether the call is one that a full disk refuses.
    [[nodiscard]] bool needsRoom(std::size_t call) const;
    [[nodiscard]] bool isCut() const;

    /// What a power cut at this moment leaves; another seed is another way for it to come out. Seed 0: nothing but what was
    /// synced; seed 1: everything.
    [[nodiscard]] Tree survivors(std::uint64_t seed) const;
    /// Puts the tree on the disk, synced, and lets it work again. Files that are in it already stay as they are, times
    /// included.
    void install(const Tree& tree);

    int open(int folder, const char* path, Opening how) override;
    int close(int descriptor) override;
    ssize_t read(int descriptor, std::span<std::byte> into, std::uint64_t offset) override;
    ssize_t write(int descriptor, std::span<const std::byte> bytes, std::uint64_t offset) override;
    const std::byte* map(int descriptor, std::size_t bytes) override;
    int setSize(int descriptor, std::uint64_t size) override;
    int reserve(int descriptor, std::uint64_t size) override;
    int sync(int descriptor) override;
    int syncData(int descriptor) override;
    int awaitRange(int descriptor, std::uint64_t offset, std::uint64_t length) override;
    int dropCached(int descriptor) override;
    int lock(int descriptor, Lock how) override;
    int status(int descriptor, FileStatus& status) override;
    int status(const char* path, FileStatus& status, Links links) override;
    int freeBytes(const char* path, std::uint64_t& bytes) override;
    int mayChange(const char* folder) override;
    int list(int folder, std::size_t most, std::vector<std::string>& names) override;
    int rename(const char* from, const char* to, Rename how) override;
    int link(const char* from, const char* to) override;
    int makeFolder(const char* path) override;
    int remove(int folder, const char* path, Entry entry) override;
    int touch(const char* path) override;

private:
    /// A change of a file's contents, or of its size where there are no bytes.
    struct Change {
        std::uint64_t offset = 0; // or the new size
        std::string bytes;
        [[nodiscard]] bool isSize() const { return bytes.empty(); }
    };
    struct Node;
    using NodePointer = std::shared_ptr<Node>;
    struct Node {
        bool isFolder = false;
        std::string synced;                         // of a file
        std::vector<Change> changes;                // since
        std::map<std::string, NodePointer> entries; // of a folder: before any of `edits_`
    };
    /// One change of names, in one folder or two.
    struct Edit {
        struct Part {
            NodePointer folder;
            std::string name;
            NodePointer node; // nullptr: the name is gone
        };
        std::vector<Part> parts;
        bool isSynced = false;
    };
    enum class Need { none, room };
    enum class Outcome { done, failed, shortened };
    struct Name {
        NodePointer folder; // nullptr: elsewhere
        std::string name;
    };

    Outcome meet(const char* call, const std::string& what, Need need);
    int syncBy(int descriptor, const char* call);
    [[nodiscard]] std::string shown(int descriptor) const;
    [[nodiscard]] NodePointer nodeOf(int descriptor) const;
    [[nodiscard]] NodePointer nodeAt(int folder, const char* path) const;
    [[nodiscard]] Name nameAt(int folder, const char* path) const;
    NodePointer adopt(const std::filesystem::path& path);
    void note(std::vector<Edit::Part> parts);
    void syncNames(const NodePointer& folder);
    static void collect(const NodePointer& folder, const std::string& prefix,
                        const std::map<NodePointer, std::map<std::string, NodePointer>>& entries, std::mt19937_64& random,
                        std::uint64_t seed, Tree& tree);
    [[nodiscard]] static std::string contentsOf(const Node& file, std::mt19937_64& random, std::uint64_t seed);

    mutable std::recursive_mutex mutex_;
    std::filesystem::path root_;
    bool knowsRenames_ = true;
    std::optional<Fault> fault_;
    std::vector<std::pair<std::string, Need>> log_;
    bool isCut_ = false;
    NodePointer rootNode_;
    std::map<ino_t, NodePointer> nodes_;
    std::map<int, NodePointer> open_;
    std::deque<Edit> edits_; // in their order; those before the first that is not synced are in the folders' entries
};

} // namespace quantlathe::test
