// For the tests: makes an OpenCL device pose as a weaker device. This library is loaded before the driver's (LD_PRELOAD). It changes
// the answers that TornadoVM gets, and fails where such a device would fail.
//
//   POSE_TYPE=gpu             the devices call themselves GPUs
//   POSE_TYPE=none            no platform has a device
//   POSE_WORK_GROUP=128       the largest work group; a launch with a larger one fails
//   POSE_LOCAL_MEMORY=32768   bytes of local memory; a launch of a kernel that needs more fails
//   POSE_MEMORY=1000000       bytes of all buffers together; more are refused, as if another process held the rest
//   POSE_LAZY=1               such a buffer is given, and refused only at its first use
//   POSE_FAILED_LAUNCH=37     the 37th launch of a kernel fails without a reason; POSE_FAILED_READ and POSE_FAILED_WRITE are the
//                             same for copies from the device and to it, POSE_FAILED_KERNEL and POSE_FAILED_BUILD for kernels
//                             and programs that are compiled
//
// A process with this library may call poseFailedLaunches and poseFailedWrite (below).
//
// To build it, only a C compiler is needed: it declares the parts of OpenCL that it uses.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int32_t cl_int;
typedef uint32_t cl_uint;
typedef uint64_t cl_ulong;
typedef void *handle;

#define CL_DEVICE_NOT_FOUND (-1)
#define CL_MEM_OBJECT_ALLOCATION_FAILURE (-4)
#define CL_OUT_OF_RESOURCES (-5)
#define CL_BUILD_PROGRAM_FAILURE (-11)
#define CL_INVALID_KERNEL_NAME (-46)
#define CL_INVALID_WORK_GROUP_SIZE (-54)
#define CL_DEVICE_TYPE 0x1000
#define CL_DEVICE_MAX_WORK_GROUP_SIZE 0x1004
#define CL_DEVICE_LOCAL_MEM_SIZE 0x1023
#define CL_DEVICE_TYPE_GPU 4
#define CL_KERNEL_LOCAL_MEM_SIZE 0x11B2
#define CL_QUEUE_DEVICE 0x1091
#define CL_MEM_SIZE 0x1102

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// The driver's own function with this name.
static void *own(const char *name) {
  static void *library;
  if (library == NULL) {
    library = dlopen("libOpenCL.so.1", RTLD_NOW);
  }
  void *function = library == NULL ? NULL : dlsym(library, name);
  if (function == NULL) {
    fprintf(stderr, "posing_device: there is no %s.\n", name);
    abort();
  }
  return function;
}

// The number in an environment variable, or a number that is never reached.
static size_t least(const char *variable) {
  const char *value = getenv(variable);
  return value == NULL ? SIZE_MAX : strtoull(value, NULL, 10);
}

static int poses_as(const char *type) {
  const char *value = getenv("POSE_TYPE");
  return value != NULL && strcmp(value, type) == 0;
}

cl_int clGetDeviceIDs(handle platform, cl_ulong type, cl_uint entries, handle *devices, cl_uint *count) {
  cl_int (*get)(handle, cl_ulong, cl_uint, handle *, cl_uint *) = own("clGetDeviceIDs");
  if (poses_as("none")) {
    if (count != NULL) {
      *count = 0;
    }
    return CL_DEVICE_NOT_FOUND;
  }
  return get(platform, type, entries, devices, count);
}

cl_int clGetDeviceInfo(handle device, cl_uint name, size_t size, void *value, size_t *needed) {
  cl_int (*get)(handle, cl_uint, size_t, void *, size_t *) = own("clGetDeviceInfo");
  cl_int status = get(device, name, size, value, needed);
  if (status != 0 || value == NULL) {
    return status;
  }
  if (name == CL_DEVICE_TYPE && poses_as("gpu")) {
    *(cl_ulong *)value = CL_DEVICE_TYPE_GPU;
  }
  if (name == CL_DEVICE_MAX_WORK_GROUP_SIZE && least("POSE_WORK_GROUP") < *(size_t *)value) {
    *(size_t *)value = least("POSE_WORK_GROUP");
  }
  if (name == CL_DEVICE_LOCAL_MEM_SIZE && least("POSE_LOCAL_MEMORY") < *(cl_ulong *)value) {
    *(cl_ulong *)value = least("POSE_LOCAL_MEMORY");
  }
  return status;
}

// The bytes of the existing buffers, and the buffers that were given without memory.
static size_t held;
static handle without_memory[4096];
static size_t refused;

static size_t size_of(handle buffer) {
  cl_int (*get)(handle, cl_uint, size_t, void *, size_t *) = own("clGetMemObjectInfo");
  size_t size = 0;
  get(buffer, CL_MEM_SIZE, sizeof size, &size, NULL);
  return size;
}

static size_t place_of(handle buffer) {
  size_t at = 0;
  while (at < refused && without_memory[at] != buffer) {
    at++;
  }
  return at;
}

handle clCreateBuffer(handle context, cl_ulong flags, size_t size, void *host, cl_int *status) {
  handle (*create)(handle, cl_ulong, size_t, void *, cl_int *) = own("clCreateBuffer");
  pthread_mutex_lock(&lock);
  int full = size > least("POSE_MEMORY") - held;
  handle buffer = NULL;
  if (full && getenv("POSE_LAZY") == NULL) {
    if (status != NULL) {
      *status = CL_MEM_OBJECT_ALLOCATION_FAILURE;
    }
  } else {
    buffer = create(context, flags, size, host, status);
    if (full && buffer != NULL) {
      without_memory[refused++] = buffer;
    } else if (buffer != NULL) {
      held += size;
    }
  }
  pthread_mutex_unlock(&lock);
  return buffer;
}

cl_int clReleaseMemObject(handle buffer) {
  cl_int (*release)(handle) = own("clReleaseMemObject");
  pthread_mutex_lock(&lock);
  size_t at = place_of(buffer);
  if (at < refused) {
    without_memory[at] = without_memory[--refused];
  } else if (buffer != NULL) {
    held -= size_of(buffer);
  }
  pthread_mutex_unlock(&lock);
  return release(buffer);
}

static int is_without_memory(handle buffer) {
  pthread_mutex_lock(&lock);
  int without = place_of(buffer) < refused;
  pthread_mutex_unlock(&lock);
  return without;
}

// Whether an argument without memory was set since the last launch. TornadoVM sets all arguments before each launch.
static __thread int lacks_memory;

cl_int clSetKernelArg(handle kernel, cl_uint index, size_t size, const void *value) {
  cl_int (*set)(handle, cl_uint, size_t, const void *) = own("clSetKernelArg");
  if (size == sizeof(handle) && value != NULL && is_without_memory(*(const handle *)value)) {
    lacks_memory = 1;
  }
  return set(kernel, index, size, value);
}

// Which calls of a kind fail without a reason.
struct failures {
  const char *variable;
  size_t calls;
  size_t first;
  size_t every;
};

static struct failures launches = {"POSE_FAILED_LAUNCH", 0, 0, 0};
static struct failures reads = {"POSE_FAILED_READ", 0, 0, 0};
static struct failures writes = {"POSE_FAILED_WRITE", 0, 0, 0};
static struct failures kernels = {"POSE_FAILED_KERNEL", 0, 0, 0};
static struct failures builds = {"POSE_FAILED_BUILD", 0, 0, 0};

// Whether a launch that fails is accepted but does nothing.
static int failing_late;

// Makes launch number `first` fail (the next launch is 1), and then one in every `every` launches; with `first` 0 no launch fails.
void poseFailedLaunches(int first, int every, int late) {
  pthread_mutex_lock(&lock);
  launches = (struct failures){"", 0, first, every};
  failing_late = late;
  pthread_mutex_unlock(&lock);
}

// Makes a copy to the device fail, counted in the same way; with 0 no copy fails.
void poseFailedWrite(int which) {
  pthread_mutex_lock(&lock);
  writes = (struct failures){"", 0, which, SIZE_MAX};
  pthread_mutex_unlock(&lock);
}

static int fails_now(struct failures *kind) {
  pthread_mutex_lock(&lock);
  size_t call = ++kind->calls;
  int fails = kind->first > 0 && call >= kind->first && (call - kind->first) % kind->every == 0;
  fails |= call == least(kind->variable);
  pthread_mutex_unlock(&lock);
  return fails;
}

handle clCreateKernel(handle program, const char *name, cl_int *status) {
  handle (*create)(handle, const char *, cl_int *) = own("clCreateKernel");
  if (fails_now(&kernels)) {
    *status = CL_INVALID_KERNEL_NAME;
    return NULL;
  }
  return create(program, name, status);
}

cl_int clBuildProgram(
    handle program, cl_uint count, const handle *devices, const char *options, void (*notify)(handle, void *), void *data) {
  cl_int (*build)(handle, cl_uint, const handle *, const char *, void (*)(handle, void *), void *) = own("clBuildProgram");
  return fails_now(&builds) ? CL_BUILD_PROGRAM_FAILURE : build(program, count, devices, options, notify, data);
}

cl_int clEnqueueWriteBuffer(
    handle queue, handle buffer, cl_uint blocking, size_t at, size_t size, const void *from, cl_uint events, const handle *wait,
    handle *event) {
  cl_int (*enqueue)(handle, handle, cl_uint, size_t, size_t, const void *, cl_uint, const handle *, handle *) =
      own("clEnqueueWriteBuffer");
  if (fails_now(&writes)) {
    return CL_OUT_OF_RESOURCES;
  }
  return is_without_memory(buffer) ? CL_MEM_OBJECT_ALLOCATION_FAILURE
                                   : enqueue(queue, buffer, blocking, at, size, from, events, wait, event);
}

cl_int clEnqueueReadBuffer(
    handle queue, handle buffer, cl_uint blocking, size_t at, size_t size, void *to, cl_uint events, const handle *wait,
    handle *event) {
  cl_int (*enqueue)(handle, handle, cl_uint, size_t, size_t, void *, cl_uint, const handle *, handle *) =
      own("clEnqueueReadBuffer");
  return fails_now(&reads) ? CL_OUT_OF_RESOURCES : enqueue(queue, buffer, blocking, at, size, to, events, wait, event);
}

static int needs_too_much(handle queue, handle kernel) {
  cl_int (*of_queue)(handle, cl_uint, size_t, void *, size_t *) = own("clGetCommandQueueInfo");
  cl_int (*of_kernel)(handle, handle, cl_uint, size_t, void *, size_t *) = own("clGetKernelWorkGroupInfo");
  handle device = NULL;
  cl_ulong bytes = 0;
  of_queue(queue, CL_QUEUE_DEVICE, sizeof device, &device, NULL);
  of_kernel(kernel, device, CL_KERNEL_LOCAL_MEM_SIZE, sizeof bytes, &bytes, NULL);
  return bytes > least("POSE_LOCAL_MEMORY");
}

cl_int clEnqueueNDRangeKernel(
    handle queue, handle kernel, cl_uint dimensions, const size_t *offset, const size_t *global, const size_t *local,
    cl_uint events, const handle *wait, handle *event) {
  cl_int (*enqueue)(
      handle, handle, cl_uint, const size_t *, const size_t *, const size_t *, cl_uint, const handle *, handle *) =
      own("clEnqueueNDRangeKernel");
  size_t items = 1;
  for (cl_uint i = 0; local != NULL && i < dimensions; i++) {
    items *= local[i];
  }
  if (items > least("POSE_WORK_GROUP")) {
    return CL_INVALID_WORK_GROUP_SIZE;
  }
  int lacking = lacks_memory;
  lacks_memory = 0;
  if (lacking) {
    return CL_MEM_OBJECT_ALLOCATION_FAILURE;
  }
  if (needs_too_much(queue, kernel)) {
    return CL_OUT_OF_RESOURCES;
  }
  if (fails_now(&launches)) {
    cl_int (*nothing)(handle, cl_uint, const handle *, handle *) = own("clEnqueueMarkerWithWaitList");
    return failing_late ? nothing(queue, events, wait, event) : CL_OUT_OF_RESOURCES;
  }
  return enqueue(queue, kernel, dimensions, offset, global, local, events, wait, event);
}
