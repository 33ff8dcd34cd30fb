// The work of a model of one dense layer on consecutive rows of a batch. Each row is read once: z = x·Wᵀ + b, y = φ(z), loss
// and ∂C/∂z of as many rows at a time as fit into the group's memory, then Σ ∂C/∂z ⊗ x from that memory.
//
// The bias is one more input that is always 1, so W has inputs + 1 columns here. A cell is a weight or a bias.
// For up to 2,048 cells. Work groups of 256 work items, with 31,744 bytes of memory: every OpenCL device has 32,768.

#define ITEMS 256
#define MOST_CELLS 2048
#define CELLS_PER_ITEM (MOST_CELLS / ITEMS)
#define MOST_VALUES 3584
#define MOST_ROWS 64

#define SINGLE_LAYER_ARRAYS             \
  SHARED float weights[MOST_CELLS];     \
  SHARED float values[MOST_VALUES];     \
  SHARED float gradients[MOST_CELLS];   \
  SHARED float slices[ITEMS];           \
  Layer layer = {weights, values, gradients, slices};

typedef struct {
  LOCAL float *weights;    // (outputs, inputs + 1)
  LOCAL float *values;     // (rows at once, inputs + 1)
  LOCAL float *gradients;  // (rows at once, outputs)
  LOCAL float *slices;     // one value for each work item
  __global const float *x;
  ARRAY t;
  __global const int *order;
  __global float *z;   // the results of each row of the batch; z only if an activation's slope needs it
  __global float *y;
  __global float *dz;
  int gathered;
  int offset;
  int inputs;
  int outputs;
  int targetColumns;
  int activationKind;
  int loss;
  float delta;
} Layer;

INLINE int least(int a, int b) {
  return a < b ? a : b;
}

// The index of a weight or a bias in θ; −1 for the bias of a layer without one.
INLINE int placeOf(int cell, int inputs, int weightOffset, int biasOffset) {
  int k = cell / (inputs + 1);
  int j = cell % (inputs + 1);
  return j < inputs ? weightOffset + k * inputs + j : (biasOffset < 0 ? -1 : biasOffset + k);
}

INLINE void loadWeights(Layer layer, __global const float *theta, int weightOffset, int biasOffset) {
  for (int cell = get_local_id(0); cell < layer.outputs * (layer.inputs + 1); cell += ITEMS) {
    int at = placeOf(cell, layer.inputs, weightOffset, biasOffset);
    layer.weights[cell] = at < 0 ? 0.0f : theta[at];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
}

INLINE size_t rowAt(Layer layer, int i) {
  return layer.gathered == 1 ? layer.order[layer.offset + i] : layer.offset + i;
}

// Writes z of some rows to `gradients`. If there are more work items than sums, several work items share a sum.
INLINE void outputsOfRows(Layer layer, int count) {
  int columns = layer.inputs + 1;
  int sums = count * layer.outputs;
  int share = 1;
  while (2 * share * sums <= ITEMS && share < 16) {
    share *= 2;
  }
  int item = get_local_id(0);
  for (int first = 0; first < sums; first += ITEMS / share) {
    int n = first + item / share;
    float sum = 0.0f;
    if (n < sums) {
      LOCAL const float *row = layer.values + n / layer.outputs * columns;
      LOCAL const float *w = layer.weights + n % layer.outputs * columns;
      for (int j = item % share; j < columns; j += share) {
        sum += row[j] * w[j];
      }
    }
    layer.slices[item] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (n < sums && item % share == 0) {
      for (int slice = 1; slice < share; slice++) {
        sum += layer.slices[item + slice];
      }
      layer.gradients[n] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}

// The loss of row i of the batch. Writes ∂C/∂z over z.
INLINE float lossOfRow(Layer layer, LOCAL float *z, int i, float values) {
  size_t row = rowAt(layer, i);
  size_t at = (size_t)i * layer.outputs;
  // φ(z) is written over z, and its slope into the second half of `gradients`, which has room for both.
  LOCAL float *slopes = z + MOST_CELLS / 2;
  for (int k = 0; k < layer.outputs; k++) {
    float y = activation(layer.activationKind, z[k]);
    if (layer.activationKind == GELU) {
      layer.z[at + k] = z[k];
    }
    if (layer.activationKind != NONE) {
      slopes[k] = activationSlope(layer.activationKind, layer.activationKind == GELU ? z[k] : y);
    }
    z[k] = y;
    layer.y[at + k] = y;
  }
  float loss = rowLossInGroup(
      z, layer.t, row * layer.targetColumns, z, layer.outputs, layer.loss, layer.delta, values);
  for (int k = 0; k < layer.outputs; k++) {
    z[k] = layer.activationKind == NONE ? z[k] : z[k] * slopes[k];
    layer.dz[at + k] = z[k];
  }
  return loss;
}

// Adds rows first … end − 1 of the batch to this work item's cells and to its share of the loss. If there are fewer cells than
// work items, several work items share a cell, each with different rows: group g has the rows r with r mod `groups` = g.
INLINE float sumRows(Layer layer, int first, int end, float values, float *cells) {
  int item = get_local_id(0);
  int columns = layer.inputs + 1;
  int count = layer.outputs * columns;
  int groups = count < ITEMS ? ITEMS / count : 1;
  int atOnce = least(least(MOST_ROWS, MOST_VALUES / columns), MOST_CELLS / 2 / layer.outputs);
  float loss = 0.0f;
  for (int row = first; row < end; row += atOnce) {
    int rows = least(atOnce, end - row);
    for (int n = item; n < rows * columns; n += ITEMS) {
      int j = n % columns;
      layer.values[n] = j < layer.inputs ? layer.x[rowAt(layer, row + n / columns) * layer.inputs + j] : 1.0f;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    outputsOfRows(layer, rows);
    if (item < rows) {
      loss += lossOfRow(layer, layer.gradients + item * layer.outputs, row + item, values);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int m = 0; m < CELLS_PER_ITEM; m++) {
      int cell = groups > 1 ? item % count : item + m * ITEMS;
      int group = groups > 1 ? item / count : 0;
      if (cell < count && group < groups && (m == 0 || groups == 1)) {
        float sum = 0.0f;
        for (int r = group; r < rows; r += groups) {
          sum += layer.gradients[r * layer.outputs + cell / columns] * layer.values[r * columns + cell % columns];
        }
        cells[m] += sum;
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  return loss;
}

// Σ over the groups that share a cell, for the work items below the number of cells.
INLINE float addGroups(Layer layer, float cell) {
  int count = layer.outputs * (layer.inputs + 1);
  int item = get_local_id(0);
  layer.slices[item] = cell;
  barrier(CLK_LOCAL_MEM_FENCE);
  float sum = cell;
  if (count < ITEMS && item < count) {
    for (int group = 1; group < ITEMS / count; group++) {
      sum += layer.slices[item + group * count];
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  return sum;
}

// Σ over the work items, in their order. Every work item gets the same sum.
INLINE float addItems(Layer layer, float value) {
  layer.slices[get_local_id(0)] = value;
  barrier(CLK_LOCAL_MEM_FENCE);
  float sum = 0.0f;
  for (int item = 0; item < MOST_ROWS; item++) {
    sum += layer.slices[item];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  return sum;
}
