// Each work item computes consecutive elements, an equal share.

INLINE int firstElement(int item, int count) {
  int share = (count + get_global_size(0) - 1) / get_global_size(0);
  return min(item * share, count);
}

#define EACH_ELEMENT(i, count)                                                                                    \
  for (int i = firstElement(get_global_id(0), count), end_ = firstElement(get_global_id(0) + 1, count); i < end_; i++)
