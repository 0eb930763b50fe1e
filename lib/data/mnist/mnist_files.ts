/** A file that is known by its content. */
export interface PinnedFile {
  /** Its usual name, without `.gz`. */
  readonly name: string;
  /** SHA-256 of the unpacked file, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Size of the unpacked file. */
  readonly bytes: number;
}

/** A data set of four IDX files that are known by their content, and where it is offered. */
export interface PinnedSet {
  readonly name: string;
  readonly train: { readonly images: PinnedFile; readonly labels: PinnedFile };
  readonly test: { readonly images: PinnedFile; readonly labels: PinnedFile };
  /** Addresses to which a file's name and `.gz` are added. */
  readonly mirrors: readonly string[];
}

/**
 * MNIST (LeCun, Cortes and Burges): 60 000 digits to train on and 10 000 to test on. The digests are those of the unpacked
 * files, because mirrors pack them differently.
 */
export const MNIST: PinnedSet = {
  name: "MNIST",
  train: {
    images: {
      name: "train-images-idx3-ubyte",
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      bytes: 47040016,
    },
    labels: {
      name: "train-labels-idx1-ubyte",
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      bytes: 60008,
    },
  },
  test: {
    images: {
      name: "t10k-images-idx3-ubyte",
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      bytes: 7840016,
    },
    labels: {
      name: "t10k-labels-idx1-ubyte",
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      bytes: 10008,
    },
  },
  mirrors: [
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
  ],
};
