from tamper import case


def make(root):
    case(root, "L921")
