// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faulty_disk.h"

#include "support/test_support.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <string_view>
#include <sys/stat.h>

namespace quantlathe::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t pageBytes = 4096;

std::string textIn(const fs::path& file) {
    const std::vector<std::byte> bytes = readAll(file);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void grow(std::string& contents, std::uint64_t size) {
    if (contents.size() < size) {
        contents.resize(static_cast<std::size_t>(size), '\0');
    }
}

/// A random number of changes from the first on: few, some or nearly all.
std::size_t someOf(std::size_t count, std::mt19937_64& random) {
    switch (random() % 4) {
    case 0: return 0;
    case 1: return count;
    default: return static_cast<std::size_t>(random() % (count + 1));
    }
}

} // namespace

Tree treeOf(const fs::path& folder) {
    Tree tree;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().lexically_relative(folder).string();
        tree.emplace(name, entry.is_directory() ? std::nullopt : std::optional(textIn(entry.path())));
    }
    return tree;
}

FaultyDisk::FaultyDisk(fs::path root) : root_(std::move(root)) {
    rootNode_ = adopt(root_);
}

void FaultyDisk::setFault(std::optional<Fault> fault) {
    const std::scoped_lock lock(mutex_);
    fault_ = fault;
    log_.clear();
}

std::size_t FaultyDisk::calls() const {
    const std::scoped_lock lock(mutex_);
    return log_.size();
}

std::string FaultyDisk::nameOf(std::size_t call) const {
    const std::scoped_lock lock(mutex_);
    return call >= 1 && call <= log_.size() ? log_[call - 1].first : std::string("no call");
}

bool FaultyDisk::needsRoom(std::size_t call) const {
    const std::scoped_lock lock(mutex_);
    return call >= 1 && call <= log_.size() && log_[call - 1].second == Need::room;
}

bool FaultyDisk::isCut() const {
    const std::scoped_lock lock(mutex_);
    return isCut_;
}

/// Counts the call and says what becomes of it. A power cut is noted for the calls after this one.
FaultyDisk::Outcome FaultyDisk::meet(const char* call, const std::string& what, Need need) {
    log_.emplace_back(std::string(call) + ' ' + what, need);
    if (isCut_) {
        errno = EIO;
        return Outcome::failed;
    }
    if (!fault_) {
        return Outcome::done;
    }
    const bool isIt = log_.size() == fault_->call;
    switch (fault_->kind) {
    case Fault::Kind::error:
        if ((isIt || (fault_->lasts && log_.size() > fault_->call)) && (fault_->errorNumber != ENOSPC || need == Need::room)) {
            errno = fault_->errorNumber;
            return Outcome::failed;
        }
        return Outcome::done;
    case Fault::Kind::shortTransfer: return isIt ? Outcome::shortened : Outcome::done;
    case Fault::Kind::powerCut: isCut_ = isIt; return Outcome::done;
    }
    return Outcome::done;
}

std::string FaultyDisk::shown(int descriptor) const {
    std::error_code error;
    return fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor), error).filename().string();
}

FaultyDisk::NodePointer FaultyDisk::nodeOf(int descriptor) const {
    const auto found = open_.find(descriptor);
    return found == open_.end() ? nullptr : found->second;
}

FaultyDisk::NodePointer FaultyDisk::nodeAt(int folder, const char* path) const {
    struct stat status {};
    if (::fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return nullptr;
    }
    const auto found = nodes_.find(status.st_ino);
    return found == nodes_.end() ? nullptr : found->second;
}

FaultyDisk::Name FaultyDisk::nameAt(int folder, const char* path) const {
    const fs::path place(path);
    if (folder != AT_FDCWD && !place.has_parent_path()) {
        return {nodeOf(folder), place.string()};
    }
    return {nodeAt(folder, place.has_parent_path() ? place.parent_path().c_str() : "."), place.filename().string()};
}

/// A node for what lies there, which counts as synced.
FaultyDisk::NodePointer FaultyDisk::adopt(const fs::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        return nullptr;
    }
    auto node = std::make_shared<Node>();
    nodes_[status.st_ino] = node;
    node->isFolder = S_ISDIR(status.st_mode);
    if (node->isFolder) {
        for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
            node->entries.emplace(entry.path().filename().string(), adopt(entry.path()));
        }
    } else if (S_ISREG(status.st_mode)) {
        node->synced = textIn(path);
    }
    return node;
}

void FaultyDisk::note(std::vector<Edit::Part> parts) {
    std::erase_if(parts, [](const Edit::Part& part) { return part.folder == nullptr; });
    if (!parts.empty()) {
        edits_.push_back({std::move(parts), false});
    }
}

/// All changes of the folder are on the disk, and with a rename from elsewhere what was done there before.
void FaultyDisk::syncNames(const NodePointer& folder) {
    std::set<NodePointer> synced{folder};
    for (auto edit = edits_.rbegin(); edit != edits_.rend(); ++edit) {
        if (std::ranges::any_of(edit->parts, [&](const Edit::Part& part) { return synced.contains(part.folder); })) {
            edit->isSynced = true;
            std::ranges::for_each(edit->parts, [&](const Edit::Part& part) { synced.insert(part.folder); });
        }
    }
    for (; !edits_.empty() && edits_.front().isSynced; edits_.pop_front()) {
        for (const Edit::Part& part : edits_.front().parts) {
            if (part.node) {
                part.folder->entries[part.name] = part.node;
            } else {
                part.folder->entries.erase(part.name);
            }
        }
    }
}

std::string FaultyDisk::contentsOf(const Node& file, std::mt19937_64& random, std::uint64_t seed) {
    const std::size_t count = file.changes.size();
    const auto chosen = [&] { return seed == 0 ? 0 : seed == 1 ? count : someOf(count, random); };
    std::uint64_t largest = file.synced.size();
    for (const Change& change : file.changes) {
        largest = std::max<std::uint64_t>(largest, change.offset + change.bytes.size());
    }
    std::uint64_t size = file.synced.size();
    const std::size_t sizes = chosen();
    for (std::size_t i = 0; i < sizes; ++i) {
        const Change& change = file.changes[i];
        size = change.isSize() ? change.offset : std::max<std::uint64_t>(size, change.offset + change.bytes.size());
    }
    std::string contents = file.synced;
    grow(contents, largest);
    for (std::size_t page = 0; page < contents.size(); page += pageBytes) {
        const std::size_t end = std::min(page + pageBytes, contents.size());
        const std::size_t writes = chosen();
        for (std::size_t i = 0; i < writes; ++i) {
            const Change& change = file.changes[i];
            const std::size_t from = std::max<std::size_t>(page, change.offset);
            if (change.isSize() && from < end) { // what is cut off reads as zeros when the file grows again
                std::fill(contents.begin() + static_cast<std::ptrdiff_t>(from),
                          contents.begin() + static_cast<std::ptrdiff_t>(end), '\0');
            }
            const std::size_t to = std::min<std::size_t>(end, change.offset + change.bytes.size());
            if (from < to) {
                contents.replace(from, to - from, change.bytes, from - change.offset, to - from);
            }
        }
    }
    contents.resize(static_cast<std::size_t>(size), '\0');
    return contents;
}

void FaultyDisk::collect(const NodePointer& folder, const std::string& prefix,
                         const std::map<NodePointer, std::map<std::string, NodePointer>>& entries, std::mt19937_64& random,
                         std::uint64_t seed, Tree& tree) {
    const auto changed = entries.find(folder);
    for (const auto& [name, node] : changed == entries.end() ? folder->entries : changed->second) {
        const std::string path = prefix + name;
        if (node->isFolder) {
            tree.emplace(path, std::nullopt);
            collect(node, path + '/', entries, random, seed, tree);
        } else {
            tree.emplace(path, contentsOf(*node, random, seed));
        }
    }
}

Tree FaultyDisk::survivors(std::uint64_t seed) const {
    const std::scoped_lock lock(mutex_);
    std::mt19937_64 random(seed);
    // From the last change to the first: one that is kept keeps those before it in its folders.
    const std::uint64_t keptOfSixteen = seed == 0 ? 0 : seed == 1 ? 16 : random() % 16;
    std::vector<bool> isKept(edits_.size());
    std::set<NodePointer> kept;
    for (std::size_t i = edits_.size(); i-- > 0;) {
        const Edit& edit = edits_[i];
        isKept[i] = edit.isSynced || random() % 16 < keptOfSixteen ||
                    std::ranges::any_of(edit.parts, [&](const Edit::Part& part) { return kept.contains(part.folder); });
        if (isKept[i]) {
            std::ranges::for_each(edit.parts, [&](const Edit::Part& part) { kept.insert(part.folder); });
        }
    }
    std::map<NodePointer, std::map<std::string, NodePointer>> entries;
    for (std::size_t i = 0; i < edits_.size(); ++i) {
        for (const Edit::Part& part : edits_[i].parts) {
            auto& names = entries.try_emplace(part.folder, part.folder->entries).first->second;
            if (isKept[i] && part.node) {
                names[part.name] = part.node;
            } else if (isKept[i]) {
                names.erase(part.name);
            }
        }
    }
    Tree tree;
    collect(rootNode_, "", entries, random, seed, tree);
    return tree;
}

void FaultyDisk::install(const Tree& tree) {
    const std::scoped_lock lock(mutex_);
    const Tree now = treeOf(root_);
    for (auto entry = now.rbegin(); entry != now.rend(); ++entry) { // what a folder holds comes behind it
        const auto wanted = tree.find(entry->first);
        if (wanted == tree.end() || wanted->second.has_value() != entry->second.has_value()) {
            fs::remove(root_ / entry->first);
        }
    }
    for (const auto& [name, contents] : tree) {
        const auto there = now.find(name);
        if (!contents) {
            fs::create_directory(root_ / name);
        } else if (there == now.end() || there->second != contents) {
            fs::remove(root_ / name);
            writeAll(root_ / name, std::as_bytes(std::span(*contents)));
        }
    }
    nodes_.clear();
    open_.clear();
    edits_.clear();
    isCut_ = false;
    fault_.reset();
    rootNode_ = adopt(root_);
}

int FaultyDisk::open(int folder, const char* path, Opening how) {
    const std::scoped_lock lock(mutex_);
    const bool creates = how == Opening::create || how == Opening::createNew;
    struct stat before {};
    const bool wasThere = ::fstatat(folder, path, &before, AT_SYMLINK_NOFOLLOW) == 0;
    if (meet(creates ? "create" : "open", fs::path(path).filename().string(), creates && !wasThere ? Need::room : Need::none) ==
        Outcome::failed) {
        return -1;
    }
    const int descriptor = FileSystem::open(folder, path, how);
    struct stat status {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0) {
        return descriptor;
    }
    open_.erase(descriptor);
    if (creates && !wasThere) {
        const Name place = nameAt(folder, path);
        if (place.folder) {
            auto node = std::make_shared<Node>();
            nodes_[status.st_ino] = node;
            note({{place.folder, place.name, node}});
        }
    }
    if (const auto found = nodes_.find(status.st_ino); found != nodes_.end()) {
        open_[descriptor] = found->second;
    }
    return descriptor;
}

/// Closes in any case: a descriptor is gone whatever close() says.
int FaultyDisk::close(int descriptor) {
    const std::scoped_lock lock(mutex_);
    const Outcome outcome = meet("close", shown(descriptor), Need::none);
    const int errorNumber = errno;
    open_.erase(descriptor);
    const int result = FileSystem::close(descriptor);
    if (outcome == Outcome::failed) {
        errno = errorNumber;
        return -1;
    }
    return result;
}

ssize_t FaultyDisk::read(int descriptor, std::span<std::byte> into, std::uint64_t offset) {
    const std::scoped_lock lock(mutex_);
    const Outcome outcome = meet("read", shown(descriptor), Need::none);
    if (outcome == Outcome::failed) {
        return -1;
    }
    return FileSystem::read(descriptor, outcome == Outcome::shortened ? into.first((into.size() + 1) / 2) : into, offset);
}

ssize_t FaultyDisk::write(int descriptor, std::span<const std::byte> bytes, std::uint64_t offset) {
    const std::scoped_lock lock(mutex_);
    const Outcome outcome = meet("write", shown(descriptor), Need::room);
    if (outcome == Outcome::failed) {
        return -1;
    }
    const ssize_t written =
        FileSystem::write(descriptor, outcome == Outcome::shortened ? bytes.first((bytes.size() + 1) / 2) : bytes, offset);
    if (const NodePointer node = nodeOf(descriptor); node && written > 0) {
        node->changes.push_back({offset, {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(written)}});
    }
    return written;
}

const std::byte* FaultyDisk::map(int descriptor, std::size_t bytes) {
    const std::scoped_lock lock(mutex_);
    return meet("map", shown(descriptor), Need::none) == Outcome::failed ? nullptr : FileSystem::map(descriptor, bytes);
}

int FaultyDisk::setSize(int descriptor, std::uint64_t size) {
    const std::scoped_lock lock(mutex_);
    if (meet("setSize", shown(descriptor), Need::room) == Outcome::failed) {
        return -1;
    }
    const int result = FileSystem::setSize(descriptor, size);
    if (const NodePointer node = nodeOf(descriptor); node && result == 0) {
        node->changes.push_back({size, {}});
    }
    return result;
}

/// As where it is supported, without taking the room: files grow by setSize() alone.
int FaultyDisk::reserve(int descriptor, std::uint64_t) {
    const std::scoped_lock lock(mutex_);
    return meet("reserve", shown(descriptor), Need::room) == Outcome::failed ? -1 : 0;
}

int FaultyDisk::syncBy(int descriptor, const char* call) {
    const std::scoped_lock lock(mutex_);
    const NodePointer node = nodeOf(descriptor);
    const Outcome outcome = meet(call, shown(descriptor), Need::room);
    if (!node || isCut_) {
        // A cut in the middle of a sync: whatever has been written by then.
        return outcome == Outcome::failed ? -1 : 0;
    }
    if (node->isFolder) {
        if (outcome == Outcome::failed) {
            return -1;
        }
        syncNames(node);
        return 0;
    }
    std::mt19937_64 random(0);
    std::string contents = contentsOf(*node, random, 1);
    if (outcome == Outcome::failed) { // the system takes the pages for written and reports no such error a second time
        const int errorNumber = errno;
        node->synced.resize(contents.size(), '\0');
        node->changes.clear();
        errno = errorNumber;
        return -1;
    }
    node->synced = std::move(contents);
    node->changes.clear();
    return 0;
}

int FaultyDisk::sync(int descriptor) {
    return syncBy(descriptor, "sync");
}

int FaultyDisk::syncData(int descriptor) {
    return syncBy(descriptor, "syncData");
}

int FaultyDisk::awaitRange(int descriptor, std::uint64_t, std::uint64_t) {
    const std::scoped_lock lock(mutex_);
    const NodePointer node = nodeOf(descriptor);
    if (meet("awaitRange", shown(descriptor), Need::room) == Outcome::failed) {
        if (node && !isCut_) { // as a sync that fails
            std::mt19937_64 random(0);
            node->synced.resize(contentsOf(*node, random, 1).size(), '\0');
            node->changes.clear();
        }
        return -1;
    }
    return 0;
}

/// What is read afterwards is what the disk holds.
int FaultyDisk::dropCached(int descriptor) {
    const std::scoped_lock lock(mutex_);
    if (meet("dropCached", shown(descriptor), Need::none) == Outcome::failed) {
        return -1;
    }
    if (const NodePointer node = nodeOf(descriptor); node && !node->isFolder) {
        std::mt19937_64 random(0);
        const std::string held = contentsOf(*node, random, 1);
        static_cast<void>(FileSystem::write(descriptor, std::as_bytes(std::span(held)), 0));
    }
    return 0;
}

int FaultyDisk::lock(int descriptor, Lock how) {
    const std::scoped_lock lock(mutex_);
    return meet("lock", shown(descriptor), Need::none) == Outcome::failed ? -1 : FileSystem::lock(descriptor, how);
}

int FaultyDisk::status(int descriptor, FileStatus& status) {
    const std::scoped_lock lock(mutex_);
    return meet("status", shown(descriptor), Need::none) == Outcome::failed ? -1 : FileSystem::status(descriptor, status);
}

int FaultyDisk::status(const char* path, FileStatus& status, Links links) {
    const std::scoped_lock lock(mutex_);
    return meet("status", fs::path(path).filename().string(), Need::none) == Outcome::failed
               ? -1
               : FileSystem::status(path, status, links);
}

int FaultyDisk::freeBytes(const char* path, std::uint64_t& bytes) {
    const std::scoped_lock lock(mutex_);
    return meet("space", fs::path(path).filename().string(), Need::none) == Outcome::failed
               ? -1
               : FileSystem::freeBytes(path, bytes);
}

int FaultyDisk::mayChange(const char* folder) {
    const std::scoped_lock lock(mutex_);
    return meet("mayChange", fs::path(folder).filename().string(), Need::none) == Outcome::failed
               ? -1
               : FileSystem::mayChange(folder);
}

int FaultyDisk::list(int folder, std::size_t most, std::vector<std::string>& names) {
    const std::scoped_lock lock(mutex_);
    return meet("list", shown(folder), Need::none) == Outcome::failed ? -1 : FileSystem::list(folder, most, names);
}

int FaultyDisk::rename(const char* from, const char* to, Rename how) {
    const std::scoped_lock lock(mutex_);
    if (meet("rename", fs::path(to).filename().string(), Need::room) == Outcome::failed) {
        return -1;
    }
    if (!knowsRenames_ && how != Rename::replace) {
        errno = EINVAL;
        return -1;
    }
    const NodePointer moved = nodeAt(AT_FDCWD, from);
    const NodePointer other = nodeAt(AT_FDCWD, to);
    const Name source = nameAt(AT_FDCWD, from);
    const Name target = nameAt(AT_FDCWD, to);
    const int result = FileSystem::rename(from, to, how);
    if (result == 0 && moved != other) { // two names of one file stay as they are
        note({{source.folder, source.name, how == Rename::exchange ? other : nullptr}, {target.folder, target.name, moved}});
    }
    return result;
}

int FaultyDisk::link(const char* from, const char* to) {
    const std::scoped_lock lock(mutex_);
    if (meet("link", fs::path(to).filename().string(), Need::room) == Outcome::failed) {
        return -1;
    }
    const int result = FileSystem::link(from, to);
    if (result == 0) {
        const Name target = nameAt(AT_FDCWD, to);
        note({{target.folder, target.name, nodeAt(AT_FDCWD, from)}});
    }
    return result;
}

int FaultyDisk::makeFolder(const char* path) {
    const std::scoped_lock lock(mutex_);
    if (meet("makeFolder", fs::path(path).filename().string(), Need::room) == Outcome::failed) {
        return -1;
    }
    const int result = FileSystem::makeFolder(path);
    if (result == 0) {
        if (const Name place = nameAt(AT_FDCWD, path); place.folder) {
            note({{place.folder, place.name, adopt(path)}});
        }
    }
    return result;
}

int FaultyDisk::remove(int folder, const char* path, Entry entry) {
    const std::scoped_lock lock(mutex_);
    if (meet("remove", fs::path(path).filename().string(), Need::none) == Outcome::failed) {
        return -1;
    }
    const Name place = nameAt(folder, path);
    const int result = FileSystem::remove(folder, path, entry);
    if (result == 0) {
        note({{place.folder, place.name, nullptr}});
    }
    return result;
}

int FaultyDisk::touch(const char* path) {
    const std::scoped_lock lock(mutex_);
    return meet("touch", fs::path(path).filename().string(), Need::none) == Outcome::failed ? -1 : FileSystem::touch(path);
}

} // namespace quantlathe::test
