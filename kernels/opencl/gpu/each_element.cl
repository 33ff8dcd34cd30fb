// Neighbouring work items compute neighbouring elements.
#define EACH_ELEMENT(i, count) for (int i = get_global_id(0); i < count; i += get_global_size(0))
