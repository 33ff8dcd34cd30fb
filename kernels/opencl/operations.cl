// The operations of a step are one kernel, stepOperation, because TornadoVM runs the first prebuilt kernel of a task graph in
// the place of every prebuilt kernel of that graph. `operation` is the number of the operation. The arrays and scalars are those
// of the operation, in its order; the rest are passed but not read.

#define LINEAR_FORWARD 0
#define LAYER_GRADIENTS 1
#define LOSS_AND_GRADIENT 2
#define SINGLE_LAYER_PARTS 3
#define MEAN_AND_NEXT_STEP 4
#define SGD_UPDATE 5
#define MOMENTUM_UPDATE 6
#define ADAM_UPDATE 7
#define RMS_PROP_UPDATE 8

#define OPERATION_ARGUMENTS                                                                                          \
  HIDDEN, ARRAY a0, ARRAY a1, ARRAY a2, ARRAY a3, ARRAY a4, ARRAY a5, ARRAY a6, ARRAY a7, ARRAY a8, ARRAY a9,        \
      SCALAR operation, SCALAR s0, SCALAR s1, SCALAR s2, SCALAR s3, SCALAR s4, SCALAR s5, SCALAR s6, SCALAR s7,      \
      SCALAR s8, SCALAR s9

// The operations at the end of every step.
#define CASES_AT_THE_END                                                                                             \
  case MEAN_AND_NEXT_STEP: meanAndNextStep(a0, a1, a2, a3, s0, s1); break;                                           \
  case SGD_UPDATE: sgdUpdate(a0, a1, a2, a3, s0, s1, s2, s3); break;                                                 \
  case MOMENTUM_UPDATE: momentumUpdate(a0, a1, a2, a3, a4, s0, s1, s2, s3, s4, s5); break;                           \
  case ADAM_UPDATE: adamUpdate(a0, a1, a2, a3, a4, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9); break;                   \
  case RMS_PROP_UPDATE: rmsPropUpdate(a0, a1, a2, a3, a4, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9); break;
