// SPDX-License-Identifier: GPL-3.0-or-later
// The system's files by Win32, with errors as POSIX numbers them. A descriptor is the number of a handle, of which Windows uses
// 32 bits. Every handle shares the file with others, also for renaming and removing it; a removed file keeps its name until the
// last handle is closed.
#include "base/file_system.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <utility>
#include <windows.h>

#include <winternl.h>

namespace quantlathe {
namespace {

constexpr DWORD shared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr std::uint64_t lockedByte = 0x7FFFFFFFFFFFFFFE; // where no data lies: such locks also keep others from reading
constexpr DWORD diskQuotaExceeded = 1295;                // ERROR_DISK_QUOTA_EXCEEDED, which mingw-w64 does not name
constexpr std::size_t mostTransferred = 1U << 30U;

/// Sets errno. Returns −1.
int failWith(int errorNumber) {
    errno = errorNumber;
    return -1;
}

int errnoOf(DWORD error) {
    constexpr auto table = std::to_array<std::pair<DWORD, int>>({
        {ERROR_FILE_NOT_FOUND, ENOENT},      {ERROR_PATH_NOT_FOUND, ENOENT},
        {ERROR_BAD_NETPATH, ENOENT},         {ERROR_BAD_NET_NAME, ENOENT},
        {ERROR_INVALID_DRIVE, ENOENT},       {ERROR_DELETE_PENDING, ENOENT},
        {ERROR_DIRECTORY, ENOTDIR},          {ERROR_ACCESS_DENIED, EACCES},
        {ERROR_SHARING_VIOLATION, EACCES},   {ERROR_USER_MAPPED_FILE, EACCES},
        {ERROR_PRIVILEGE_NOT_HELD, EPERM},   {ERROR_WRITE_PROTECT, EROFS},
        {ERROR_LOCK_VIOLATION, EWOULDBLOCK}, {ERROR_IO_PENDING, EWOULDBLOCK},
        {ERROR_FILE_EXISTS, EEXIST},         {ERROR_ALREADY_EXISTS, EEXIST},
        {ERROR_DIR_NOT_EMPTY, ENOTEMPTY},    {ERROR_DISK_FULL, ENOSPC},
        {ERROR_HANDLE_DISK_FULL, ENOSPC},    {diskQuotaExceeded, ENOSPC},
        {ERROR_FILE_TOO_LARGE, EFBIG},       {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
        {ERROR_OUTOFMEMORY, ENOMEM},         {ERROR_COMMITMENT_LIMIT, ENOMEM},
        {ERROR_TOO_MANY_OPEN_FILES, EMFILE}, {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
        {ERROR_INVALID_NAME, EINVAL},        {ERROR_BAD_PATHNAME, EINVAL},
        {ERROR_INVALID_PARAMETER, EINVAL},   {ERROR_INVALID_FUNCTION, ENOSYS},
        {ERROR_NOT_SUPPORTED, ENOSYS},       {ERROR_CALL_NOT_IMPLEMENTED, ENOSYS},
        {ERROR_NOT_SAME_DEVICE, EXDEV},      {ERROR_INVALID_HANDLE, EBADF},
    });
    const auto found = std::ranges::find(table, error, &std::pair<DWORD, int>::first);
    return found != table.end() ? found->second : EIO;
}

int failed() {
    return failWith(errnoOf(::GetLastError()));
}

int done(BOOL succeeded) {
    return succeeded != FALSE ? 0 : failed();
}

HANDLE handleOf(int descriptor) {
    return reinterpret_cast<HANDLE>(static_cast<std::intptr_t>(descriptor)); // NOLINT(performance-no-int-to-ptr)
}

int descriptorOf(HANDLE handle) {
    return handle == INVALID_HANDLE_VALUE ? failed() : static_cast<int>(reinterpret_cast<std::intptr_t>(handle));
}

/// Closes a handle at the end of a scope; errno stays.
class Handle {
public:
    explicit Handle(HANDLE handle) : handle_(handle) {}
    ~Handle() {
        if (isOpen()) {
            ::CloseHandle(handle_);
        }
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    [[nodiscard]] bool isOpen() const { return handle_ != INVALID_HANDLE_VALUE && handle_ != nullptr; }
    [[nodiscard]] HANDLE get() const { return handle_; }

private:
    HANDLE handle_;
};

/// In UTF-8. What is no UTF-16 becomes a character that says so, and names no file.
std::string narrow(std::wstring_view wide) {
    const auto units = static_cast<int>(wide.size());
    const int bytes = ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, nullptr, 0, nullptr, nullptr);
    std::string text(static_cast<std::size_t>(bytes), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, text.data(), bytes, nullptr, nullptr);
    return text;
}

/// Names of devices ("CON", "nul.txt") open no file, and blanks and full stops at the end of a name are dropped by Win32, so
/// that another file would be meant.
bool isForeignName(std::wstring_view name) {
    if (name == L"." || name == L"..") {
        return false;
    }
    if (name.empty() || name.back() == L'.' || name.back() == L' ') {
        return !name.empty();
    }
    std::wstring stem(name.substr(0, name.find(L'.')));
    while (!stem.empty() && stem.back() == L' ') {
        stem.pop_back();
    }
    std::ranges::transform(stem, stem.begin(), [](wchar_t c) { return c >= L'a' && c <= L'z' ? wchar_t(c - 32) : c; });
    if (stem == L"CON" || stem == L"PRN" || stem == L"AUX" || stem == L"NUL") {
        return true;
    }
    return stem.size() == 4 && (stem.starts_with(L"COM") || stem.starts_with(L"LPT")) && stem[3] >= L'1' && stem[3] <= L'9';
}

/// As Win32 wants it, without its limit of 260 characters; empty, and errno is set, for what can be no file's name.
std::wstring widePath(const char* path) {
    const std::filesystem::path given(path);
    for (const std::filesystem::path& part : given.relative_path()) {
        if (isForeignName(part.native())) {
            errno = EINVAL;
            return {};
        }
    }
    std::error_code error;
    std::filesystem::path absolute = std::filesystem::absolute(given, error);
    if (error || given.empty()) {
        errno = ENOENT;
        return {};
    }
    absolute = absolute.lexically_normal().make_preferred();
    std::wstring wide = absolute.native();
    if (wide.size() < MAX_PATH - 13 || wide.starts_with(LR"(\\?\)")) { // 13: of a folder, in which a file can still be made
        return wide;
    }
    return wide.starts_with(LR"(\\)") ? LR"(\\?\UNC)" + wide.substr(1) : LR"(\\?\)" + wide;
}

/// A name in an open folder, whatever happens to the folder's own name meanwhile.
HANDLE openInside(int folder, const char* path, ACCESS_MASK access, ULONG disposition, ULONG options) {
    std::wstring name = std::filesystem::path(path).make_preferred().native();
    if (name == L".") {
        name.clear(); // the folder itself
    }
    UNICODE_STRING text{};
    text.Buffer = name.data();
    text.Length = static_cast<USHORT>(name.size() * sizeof(wchar_t));
    text.MaximumLength = text.Length;
    OBJECT_ATTRIBUTES attributes{};
    attributes.Length = sizeof attributes;
    attributes.RootDirectory = handleOf(folder);
    attributes.ObjectName = &text;
    attributes.Attributes = OBJ_CASE_INSENSITIVE;
    IO_STATUS_BLOCK result{};
    HANDLE handle = INVALID_HANDLE_VALUE;
    const NTSTATUS status = ::NtCreateFile(&handle, access | SYNCHRONIZE, &attributes, &result, nullptr, FILE_ATTRIBUTE_NORMAL,
                                           shared, disposition, options | FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0);
    if (status < 0) {
        ::SetLastError(::RtlNtStatusToDosError(status));
        return INVALID_HANDLE_VALUE;
    }
    return handle;
}

/// By path or inside a folder. `access` 0 is enough to ask.
HANDLE openExisting(int folder, const char* path, DWORD access, bool followsLinks) {
    if (folder != FileSystem::workingFolder) {
        const ULONG options = FILE_OPEN_FOR_BACKUP_INTENT | (followsLinks ? 0U : FILE_OPEN_REPARSE_POINT);
        return openInside(folder, path, access | FILE_READ_ATTRIBUTES, FILE_OPEN, options);
    }
    const std::wstring wide = widePath(path);
    if (wide.empty()) {
        ::SetLastError(errno == EINVAL ? ERROR_INVALID_NAME : ERROR_PATH_NOT_FOUND);
        return INVALID_HANDLE_VALUE;
    }
    const DWORD flags = FILE_FLAG_BACKUP_SEMANTICS | (followsLinks ? 0U : FILE_FLAG_OPEN_REPARSE_POINT);
    return ::CreateFileW(wide.c_str(), access, shared, nullptr, OPEN_EXISTING, flags, nullptr);
}

bool isLink(DWORD attributes, HANDLE handle) {
    FILE_ATTRIBUTE_TAG_INFO tag{};
    return (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 &&
           ::GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &tag, sizeof tag) != 0 &&
           (tag.ReparseTag == IO_REPARSE_TAG_SYMLINK || tag.ReparseTag == IO_REPARSE_TAG_MOUNT_POINT);
}

std::uint64_t joined(DWORD high, DWORD low) {
    return (std::uint64_t{high} << 32U) | low;
}

int statusOf(HANDLE handle, FileStatus& status) {
    if (::GetFileType(handle) != FILE_TYPE_DISK) {
        status = {.kind = FileKind::other};
        return 0;
    }
    BY_HANDLE_FILE_INFORMATION told{};
    if (::GetFileInformationByHandle(handle, &told) == 0) {
        return failed();
    }
    FILE_STANDARD_INFO standard{};
    ::GetFileInformationByHandleEx(handle, FileStandardInfo, &standard, sizeof standard);
    constexpr std::uint64_t ticksTo1970 = 116'444'736'000'000'000; // of 100 ns, since 1601
    const std::uint64_t ticks = joined(told.ftLastWriteTime.dwHighDateTime, told.ftLastWriteTime.dwLowDateTime);
    status.kind = isLink(told.dwFileAttributes, handle)                     ? FileKind::link
                  : (told.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? FileKind::folder
                                                                            : FileKind::file;
    status.bytes = joined(told.nFileSizeHigh, told.nFileSizeLow);
    status.occupiedBytes = static_cast<std::uint64_t>(standard.AllocationSize.QuadPart);
    status.modifiedNanoseconds = (static_cast<std::int64_t>(ticks) - static_cast<std::int64_t>(ticksTo1970)) * 100;
    status.device.reset();
    if (told.dwVolumeSerialNumber != 0) {
        status.device = told.dwVolumeSerialNumber;
    }
    status.number = joined(told.nFileIndexHigh, told.nFileIndexLow);
    return 0;
}

/// An open handle of the wrong kind is closed and refused.
int requireKind(int descriptor, FileKind refused, int errorNumber) {
    FileStatus status;
    if (descriptor >= 0 && statusOf(handleOf(descriptor), status) == 0 && status.kind == refused) {
        ::CloseHandle(handleOf(descriptor));
        return failWith(errorNumber);
    }
    return descriptor;
}

OVERLAPPED placeAt(std::uint64_t offset) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32U);
    return place;
}

} // namespace

int FileSystem::open(int folder, const char* path, Opening how) {
    switch (how) {
    case Opening::read: return descriptorOf(openExisting(folder, path, GENERIC_READ, true));
    case Opening::folder:
    case Opening::folderItself: {
        const bool follows = how == Opening::folder;
        const int descriptor = requireKind(descriptorOf(openExisting(folder, path, FILE_LIST_DIRECTORY | SYNCHRONIZE, follows)),
                                           FileKind::file, ENOTDIR);
        return follows ? descriptor : requireKind(descriptor, FileKind::link, ENOTDIR);
    }
    case Opening::write:
    case Opening::create:
    case Opening::createNew: break;
    }
    const std::wstring wide = widePath(path);
    if (wide.empty()) {
        return -1;
    }
    const DWORD disposition = how == Opening::createNew ? CREATE_NEW : how == Opening::create ? OPEN_ALWAYS : OPEN_EXISTING;
    const int descriptor = descriptorOf(::CreateFileW(wide.c_str(), GENERIC_READ | GENERIC_WRITE, shared, nullptr, disposition,
                                                      FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    return requireKind(descriptor, FileKind::link, ELOOP);
}

int FileSystem::close(int descriptor) {
    return done(::CloseHandle(handleOf(descriptor)));
}

ssize_t FileSystem::read(int descriptor, std::span<std::byte> into, std::uint64_t offset) {
    OVERLAPPED place = placeAt(offset);
    DWORD count = 0;
    const auto wanted = static_cast<DWORD>(std::min(into.size(), mostTransferred));
    if (::ReadFile(handleOf(descriptor), into.data(), wanted, &count, &place) == 0) {
        return ::GetLastError() == ERROR_HANDLE_EOF ? 0 : failed();
    }
    return static_cast<ssize_t>(count);
}

ssize_t FileSystem::write(int descriptor, std::span<const std::byte> bytes, std::uint64_t offset) {
    OVERLAPPED place = placeAt(offset);
    DWORD count = 0;
    const auto wanted = static_cast<DWORD>(std::min(bytes.size(), mostTransferred));
    if (::WriteFile(handleOf(descriptor), bytes.data(), wanted, &count, &place) == 0) {
        return failed();
    }
    return static_cast<ssize_t>(count);
}

const std::byte* FileSystem::map(int descriptor, std::size_t bytes) {
    const Handle mapping(::CreateFileMappingW(handleOf(descriptor), nullptr, PAGE_READONLY, 0, 0, nullptr));
    const void* const address = mapping.isOpen() ? ::MapViewOfFile(mapping.get(), FILE_MAP_READ, 0, 0, bytes) : nullptr;
    if (address == nullptr) {
        failed();
    }
    return static_cast<const std::byte*>(address);
}

/// Where a page was lost there is no view any more, but reserved addresses (lost_pages_windows.cpp).
void FileSystem::unmap(std::span<const std::byte> mapping) noexcept {
    auto* const address = const_cast<std::byte*>(mapping.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    if (::UnmapViewOfFile(address) == 0) {
        ::VirtualFree(address, 0, MEM_RELEASE);
    }
}

void FileSystem::advise(std::span<const std::byte> range, Advice advice) noexcept {
    if (range.empty()) {
        return;
    }
    auto* const address = const_cast<std::byte*>(range.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    if (advice == Advice::willRead) {
        WIN32_MEMORY_RANGE_ENTRY entry{address, range.size()};
        ::PrefetchVirtualMemory(::GetCurrentProcess(), 1, &entry, 0);
    } else {
        ::VirtualUnlock(address, range.size()); // of pages that are not locked: takes them out of the working set
    }
}

int FileSystem::setSize(int descriptor, std::uint64_t size) {
    FILE_END_OF_FILE_INFO end{};
    end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
    return done(::SetFileInformationByHandle(handleOf(descriptor), FileEndOfFileInfo, &end, sizeof end));
}

int FileSystem::reserve(int descriptor, std::uint64_t size) {
    FILE_ALLOCATION_INFO room{};
    room.AllocationSize.QuadPart = static_cast<LONGLONG>(size);
    return done(::SetFileInformationByHandle(handleOf(descriptor), FileAllocationInfo, &room, sizeof room));
}

/// A folder's names are written through as they are given; there is no more to be had, so that is unsupported.
int FileSystem::sync(int descriptor) {
    FileStatus status;
    if (statusOf(handleOf(descriptor), status) == 0 && status.kind == FileKind::folder) {
        return failWith(EINVAL);
    }
    return done(::FlushFileBuffers(handleOf(descriptor)));
}

int FileSystem::syncData(int descriptor) {
    return sync(descriptor);
}

int FileSystem::awaitRange(int /*descriptor*/, std::uint64_t /*offset*/, std::uint64_t /*length*/) {
    return failWith(ENOSYS);
}

int FileSystem::dropCached(int /*descriptor*/) {
    return failWith(ENOSYS);
}

int FileSystem::lock(int descriptor, Lock how) {
    OVERLAPPED place = placeAt(lockedByte);
    const DWORD flags = LOCKFILE_FAIL_IMMEDIATELY | (how == Lock::alone ? LOCKFILE_EXCLUSIVE_LOCK : 0U);
    return done(::LockFileEx(handleOf(descriptor), flags, 0, 1, 0, &place));
}

int FileSystem::status(int descriptor, FileStatus& status) {
    return statusOf(handleOf(descriptor), status);
}

int FileSystem::status(const char* path, FileStatus& status, Links links) {
    const Handle handle(openExisting(workingFolder, path, FILE_READ_ATTRIBUTES, links == Links::followed));
    if (!handle.isOpen()) {
        failed();
        return failWith(errno == EINVAL ? ENOENT : errno); // nothing can have such a name
    }
    return statusOf(handle.get(), status);
}

int FileSystem::freeBytes(const char* path, std::uint64_t& bytes) {
    const std::wstring wide = widePath(path);
    std::wstring volume(wide.size() + MAX_PATH, L'\0');
    if (wide.empty()) {
        return -1;
    }
    if (::GetVolumePathNameW(wide.c_str(), volume.data(), static_cast<DWORD>(volume.size())) == 0) {
        return failed();
    }
    ULARGE_INTEGER available{};
    const int result = done(::GetDiskFreeSpaceExW(volume.c_str(), &available, nullptr, nullptr));
    bytes = available.QuadPart;
    return result;
}

int FileSystem::mayChange(const char* folder) {
    const Handle handle(openExisting(workingFolder, folder, FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY, true));
    return handle.isOpen() ? 0 : failed();
}

int FileSystem::list(int folder, std::size_t most, std::vector<std::string>& names) {
    alignas(8) std::array<std::byte, 64U << 10U> buffer{};
    auto which = FileIdBothDirectoryRestartInfo;
    while (::GetFileInformationByHandleEx(handleOf(folder), which, buffer.data(), buffer.size()) != 0) {
        which = FileIdBothDirectoryInfo;
        const std::byte* at = buffer.data();
        for (;;) {
            const auto& entry = *reinterpret_cast<const FILE_ID_BOTH_DIR_INFO*>(at);
            const std::wstring_view name(static_cast<const wchar_t*>(entry.FileName), entry.FileNameLength / sizeof(wchar_t));
            if (name != L"." && name != L"..") {
                if (names.size() >= most) {
                    return 0;
                }
                names.push_back(narrow(name));
            }
            if (entry.NextEntryOffset == 0) {
                break;
            }
            at += entry.NextEntryOffset;
        }
    }
    return ::GetLastError() == ERROR_NO_MORE_FILES ? 0 : failed();
}

int FileSystem::rename(const char* from, const char* to, Rename how) {
    if (how == Rename::exchange) {
        return failWith(ENOSYS);
    }
    const std::wstring source = widePath(from);
    const std::wstring target = source.empty() ? std::wstring() : widePath(to);
    if (target.empty()) {
        return -1;
    }
    const DWORD flags = MOVEFILE_WRITE_THROUGH | (how == Rename::replace ? MOVEFILE_REPLACE_EXISTING : 0U);
    if (::MoveFileExW(source.c_str(), target.c_str(), flags) != 0) {
        return 0;
    }
    const int errorNumber = errnoOf(::GetLastError());
    FileStatus there; // what refuses to replace a folder says only that access is denied
    const bool isFolder = errorNumber == EACCES && status(to, there, Links::themselves) == 0 && there.kind == FileKind::folder;
    return failWith(isFolder ? ENOTEMPTY : errorNumber);
}

int FileSystem::link(const char* from, const char* to) {
    const std::wstring source = widePath(from);
    const std::wstring target = source.empty() ? std::wstring() : widePath(to);
    return target.empty() ? -1 : done(::CreateHardLinkW(target.c_str(), source.c_str(), nullptr));
}

int FileSystem::makeFolder(const char* path) {
    const std::wstring wide = widePath(path);
    return wide.empty() ? -1 : done(::CreateDirectoryW(wide.c_str(), nullptr));
}

int FileSystem::remove(int folder, const char* path, Entry entry) {
    const Handle handle(openExisting(folder, path, DELETE | FILE_READ_ATTRIBUTES, false));
    if (!handle.isOpen()) {
        return failed();
    }
    FileStatus status;
    if (statusOf(handle.get(), status) != 0) {
        return -1;
    }
    if ((status.kind == FileKind::folder) != (entry == Entry::emptyFolder)) {
        return failWith(status.kind == FileKind::folder ? EISDIR : ENOTDIR);
    }
    FILE_DISPOSITION_INFO disposition{};
    disposition.DeleteFile = TRUE;
    return done(::SetFileInformationByHandle(handle.get(), FileDispositionInfo, &disposition, sizeof disposition));
}

int FileSystem::touch(const char* path) {
    const Handle handle(openExisting(workingFolder, path, FILE_WRITE_ATTRIBUTES, true));
    if (!handle.isOpen()) {
        return failed();
    }
    FILETIME now{};
    ::GetSystemTimeAsFileTime(&now);
    return done(::SetFileTime(handle.get(), nullptr, nullptr, &now));
}

bool isLackOfSpace(int errorNumber) {
    return errorNumber == ENOSPC || errorNumber == EFBIG;
}

std::uint64_t largestFile() {
    return UINT64_MAX;
}

void allowOpenFiles(std::size_t /*count*/) {} // there is no limit that could be raised

} // namespace quantlathe
